import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { after, before, test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import type { FieldErrors, Settings } from '../../src/core/settings.js';
import { Secret } from '../../src/core/secret.js';
import { english } from '../../src/core/words/english.js';
import { whyNothingToRenew } from '../../src/services/certificates/renewal-words.js';
import type { ApplyOutcome } from '../../src/services/saving/draft-settings.js';
import { issue, locked, pkcs12, type Issued, type IssueOptions } from '../helpers/certificates.js';
import { enabledPanel, finishedSave, userPassword, type EnabledPanel } from '../helpers/enabled-panel.js';
import { expectFailedSave, expectLog } from '../helpers/log-rule.js';
import { agreed, done as cameOf } from '../helpers/permissions.js';
import { xml } from '@xmpp/client';
import { signIn } from '../helpers/xmpp-client.js';
import { portsOf } from '../../src/modules/jabber/ports.js';
import { inEnglish, said } from '../helpers/in-english.js';
import { say } from '../../src/core/words/sentence.js';

const HOSTS = ['chat.lan', 'conference.chat.lan'];

const cleanUps: (() => unknown)[] = [];
let server: EnabledPanel;
let root: Issued;
let middle: Issued;
/** Milliseconds that the panel's clock is ahead. */
let ahead = 0;

before(async () => {
  expectFailedSave();
  server = await enabledPanel({ after: (work) => void cleanUps.unshift(work) }, ['alice']);
  const { clock } = server.machine;
  Object.assign(server.machine, {
    clock: {
      now: () => new Date(Date.now() + ahead),
      monotonic: () => clock.monotonic(),
      // The minute between the word to everybody and the restart is not waited for.
      sleep: (milliseconds: number) => clock.sleep(milliseconds < 60_000 ? milliseconds : 0),
    },
  });
  root = await issue({ names: ['Drill Root'], isAuthority: true });
  middle = await issue({ names: ['Drill Middle'], isAuthority: true, issuer: root });
});

after(async () => {
  for (const work of cleanUps) await work();
});

const good = (more: Partial<IssueOptions> = {}): Promise<Issued> =>
  issue({ names: HOSTS, issuer: middle, ...more });

/** The certificates that a client is shown after STARTTLS, the server's own first: as openssl sees them. */
async function onTheWire(): Promise<readonly X509Certificate[]> {
  const { client } = portsOf(server.machine.layout);
  const program = promisify(execFile)('/usr/bin/openssl', [
    's_client',
    ...['-connect', `127.0.0.1:${client}`, '-starttls', 'xmpp', '-xmpphost', 'chat.lan', '-showcerts'],
  ]);
  program.child.stdin?.end();
  const { stdout } = await program;
  const pems = stdout.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g) ?? [];
  assert.notEqual(pems.length, 0, 'no TLS is offered');
  return pems.map((pem) => new X509Certificate(pem));
}

const fingerprints = (...pems: readonly string[]): readonly string[] =>
  pems.map((pem) => new X509Certificate(pem).fingerprint256);

/** What is shown on the wire is what lies on the disk, on every port, and nothing is taken in clear. */
async function serves(...pems: readonly string[]): Promise<void> {
  assert.deepEqual(
    (await onTheWire()).map(({ fingerprint256 }) => fingerprint256),
    fingerprints(...pems),
  );
  const { served } = await server.panel.certificates.view('jabber');
  assert.deepEqual(
    served.slice(0, 2).map(({ certificate }) => certificate?.fingerprint),
    [...fingerprints(...pems.slice(0, 1)), ...fingerprints(...pems.slice(0, 1))],
  );
  const view = await server.panel.clientViews.look('jabber');
  assert.deepEqual(
    (view?.findings ?? []).filter(({ asPromised }) => !asPromised),
    [],
  );
}

async function active(): Promise<string> {
  const live = await server.machine.configuration.live();
  return live.find(({ path }) => path === 'jabberd2/certificate.pem')?.content ?? '';
}

async function version(): Promise<number> {
  return (await server.panel.draft.view('jabber')).version;
}

async function upload(parts: readonly (string | Uint8Array)[], passphrase = ''): Promise<ApplyOutcome> {
  const upload = {
    parts: parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)),
    passphrase: new Secret(passphrase),
  };
  const wanted = { module: 'jabber', upload, version: await version() };
  return cameOf(await server.panel.acts.uploadCertificate.request(wanted, agreed));
}

async function choose(values: Settings): Promise<ApplyOutcome> {
  const { settings } = await server.panel.draft.view('jabber');
  const wanted = { module: 'jabber', values: { ...settings, ...values }, version: await version() };
  return cameOf(await server.panel.acts.chooseCertificate.request(wanted, agreed));
}

function errorsOf(outcome: ApplyOutcome): FieldErrors {
  assert.ok(outcome.kind === 'invalid', JSON.stringify(outcome));
  return outcome.errors;
}

async function saved(outcome: ApplyOutcome): Promise<void> {
  assert.equal(outcome.kind, 'applied', JSON.stringify(outcome));
  const job = await finishedSave(server.panel);
  assert.equal(job.outcome, 'done', JSON.stringify(job.failure));
}

/** What no chat would be possible with, and what is said of it. */
const unsuitable: readonly {
  readonly what: string;
  readonly parts: () => Promise<readonly string[]>;
  readonly reason: RegExp;
}[] = [
  {
    what: 'expired',
    parts: async () => partsOf(await good({ fromDay: -90, toDay: -1 })),
    reason: /expired on \d+ \w+ \d{4}: clients would refuse it\. Get a new one/,
  },
  {
    what: 'not yet valid',
    parts: async () => partsOf(await good({ fromDay: 40 })),
    reason: /valid only from .* clock says .* Set the clock/,
  },
  {
    what: 'mismatched key',
    parts: async () => [(await good()).pem, (await good()).key],
    reason: /key does not belong to the certificate/,
  },
  {
    what: 'wrong names',
    parts: async () => partsOf(await good({ names: ['other.lan', '*.chat.lan'] })),
    reason:
      /is for other\.lan and \*\.chat\.lan, not for chat\.lan: .* change the Domain Name on the Jabber Service page first/,
  },
  {
    what: 'encrypted key',
    parts: async () => {
      const { pem, key } = await good();
      return [pem, await locked(key, 'sesame')];
    },
    reason: /locked with a passphrase/,
  },
  {
    what: 'RSA-1024',
    parts: async () => partsOf(await good({ key: 'RSA 1024' })),
    reason: /RSA 1024\) is too weak/,
  },
  {
    what: 'SHA-1',
    parts: async () => partsOf(await good({ key: 'RSA 2048', digest: 'sha1' })),
    reason: /signed with .*SHA1.*can be forged/i,
  },
  { what: 'unreadable', parts: () => Promise.resolve(['rubbish', 'rubbish']), reason: /neither PEM/ },
];

function partsOf({ pem, key }: Issued): readonly string[] {
  return [pem + middle.pem, key];
}

test('at first the panel’s own is served on every port', async () => {
  const own = await active();
  await serves(own);
  const { served, standing } = await server.panel.certificates.view('jabber');
  assert.deepEqual(
    served.map(({ certificate, reason }) => certificate?.distrust ?? english(reason)),
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'DEPTH_ZERO_SELF_SIGNED_CERT', '“Connect to other servers” is disabled.'],
  );
  assert.equal(standing.active?.fingerprint, fingerprints(own)[0]);
  assert.deepEqual(await server.panel.renewal.notices(), []);
});

test('an unsuitable upload is refused before it comes near the service', async () => {
  const own = await active();
  for (const { what, parts, reason } of unsuitable) {
    const sentences = Object.values(errorsOf(await upload(await parts()))).map(english);
    assert.match(sentences.join(' '), reason, what);
  }
  assert.deepEqual(server.panel.draft.pending(), []);
  await serves(own);
});

test('PKCS#12 goes into force, for other servers and the panel too', async () => {
  const leaf = await good();
  const outcome = await upload([await pkcs12(leaf, 'sesame', { chain: middle.pem })], 'sesame');
  assert.equal(outcome.kind, 'applied');
  await saved(await choose({ certificateForPanel: true }));
  const job = await server.save({ otherServers: true });
  assert.equal(job.outcome, 'done', JSON.stringify(job.failure));
  await serves(leaf.pem, middle.pem);
  const { served } = await server.panel.certificates.view('jabber');
  assert.deepEqual(
    served.map(({ certificate }) => certificate?.fingerprint),
    Array.from({ length: 3 }, () => fingerprints(leaf.pem)[0]),
  );
  const live = await server.machine.configuration.live();
  assert.equal(live.find(({ path }) => path === 'panel/certificate.pem')?.content, await active());
});

test('a chain out of order, with BOM and CRLF, is served in order', async () => {
  const leaf = await good();
  const text = `\uFEFF${(root.pem + leaf.key + leaf.pem + middle.pem).replaceAll('\n', '\r\n')}`;
  await saved(await upload([text]));
  await serves(leaf.pem, middle.pem, root.pem);
});

test('a new domain that the certificate is not for is said before, and refused at the save with the reason', async () => {
  const before = await active();
  const view = await server.panel.draft.view('jabber');
  await server.panel.draft.apply({
    module: 'jabber',
    values: { ...view.settings, domain: 'new.lan' },
    version: view.version,
    who: 'admin',
  });
  const warned = (await server.panel.draft.warnings('jabber')).filter(({ setting }) => setting === 'domain');
  assert.match(JSON.stringify(inEnglish(warned)), /not for new\.lan: clients would refuse it/);
  await assert.rejects(server.panel.save.preview(), /not for new\.lan/);
  const job = await finishedSave(server.panel);
  assert.match(
    said(job.failure?.reason ?? ''),
    /Jabber cannot be saved with these settings: The certificate is for chat\.lan and .*, not for new\.lan/,
  );
  assert.match(said(job.failure?.takenBack ?? ''), /Nothing was changed/);
  await server.panel.draft.discard();
  assert.equal(await active(), before);
});

/** Files as certbot keeps them: symlinks in live/ to numbered files in archive/. */
class Certbot {
  readonly #folder: string;
  #number = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get paths(): { readonly certificateFile: string; readonly certificateKeyFile: string } {
    return {
      certificateFile: `${this.#folder}/live/fullchain.pem`,
      certificateKeyFile: `${this.#folder}/live/privkey.pem`,
    };
  }

  async put([certificate = '', key = '']: readonly string[]): Promise<void> {
    this.#number += 1;
    await mkdir(`${this.#folder}/live`, { recursive: true });
    await mkdir(`${this.#folder}/archive`, { recursive: true });
    for (const [name, text] of [
      ['privkey', key],
      ['fullchain', certificate],
    ] as const) {
      const file = `archive/${name}${this.#number}.pem`;
      await writeFile(`${this.#folder}/${file}`, text, { mode: 0o600 });
      await symlink(`../${file}`, `${this.#folder}/live/.new`);
      await rename(`${this.#folder}/live/.new`, `${this.#folder}/live/${name}.pem`);
    }
  }

  /** A file of its own in the certificate's place. */
  async replaceBy(make: (path: string) => Promise<unknown>): Promise<void> {
    await rm(this.paths.certificateFile);
    await make(this.paths.certificateFile);
  }
}

/** Sets the panel's clock to this time of the next day, local time as the quiet time is. */
function nextDayAt(hours: number, minutes: number): void {
  const now = new Date(Date.now() + ahead);
  ahead =
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, hours, minutes, 5).getTime() - Date.now();
}

/** Somebody who is online. */
async function alice(context: TestContext) {
  const { client: port } = portsOf(server.machine.layout);
  const client = await signIn(context, {
    port,
    domain: 'chat.lan',
    username: 'alice',
    password: userPassword,
  });
  await client.xmpp.send(xml('presence'));
  // What comes after it was taken: then the presence was too.
  const ping = xml('query', { xmlns: 'http://jabber.org/protocol/disco#info' });
  await client.xmpp.iqCaller.request(xml('iq', { type: 'get', to: 'chat.lan', id: 'seen' }, ping));
  return client;
}

test('files that somebody else renews: in force at the quiet time, told before; a bad one never', async (context) => {
  const certbot = new Certbot(`${server.machine.layout.state}/certbot`);
  const first = await good();
  await certbot.put(partsOf(first));
  assert.match(
    english(
      errorsOf(await choose({ certificate: 'files', certificateFile: '/nowhere/x.pem' }))[
        'certificateFile'
      ] ?? '',
    ),
    /no file \/nowhere\/x\.pem/,
  );
  await saved(await choose({ certificate: 'files', ...certbot.paths }));
  await serves(first.pem, middle.pem);

  await context.test('renewed in place', async (inner) => {
    const second = await good();
    await certbot.put(partsOf(second));
    nextDayAt(3, 20);
    await server.panel.renewal.look();
    await serves(first.pem, middle.pem);
    assert.match(
      (await server.panel.renewal.notices()).map(({ sentence }) => english(sentence)).join(),
      /fullchain\.pem was renewed\. It takes effect at 03:30\./,
    );

    const client = await alice(inner);
    nextDayAt(3, 29);
    await server.panel.renewal.look();
    const told = await client.stanza((stanza) => stanza.is('message'));
    assert.match(told.getChildText('body') ?? '', /In one minute .* renewed certificate/);
    await client.disconnected();
    await serves(second.pem, middle.pem);
    const job = server.panel.save.current();
    assert.deepEqual(
      [english(job?.title ?? ''), english(job?.who ?? ''), job?.outcome],
      ['Renewing the certificate', 'the panel', 'done'],
    );
    const [record] = await server.panel.audit.latest(1);
    assert.deepEqual([record?.who, record?.what], ['the panel', 'Renewing the certificate']);
    assert.deepEqual(await server.panel.renewal.notices(), []);
  });

  await context.test(
    'a renewed one that c2s cannot serve: the old one is back, and the home page says so',
    async () => {
      expectLog(
        'panel',
        / error Renewing the certificate failed: Starting Client connections and waiting until it serves: /,
      );
      for (const daemon of ['c2s', 's2s']) expectLog(daemon, /\[error\] failed to load .*SSL pemfile/);
      const old = await active();
      await certbot.put(partsOf(await good()));
      const { configuration } = server.machine;
      const write = configuration.write.bind(configuration);
      const { key } = await good();
      configuration.write = (files) =>
        write(
          files.map((file) =>
            file.path === 'jabberd2/certificate.pem'
              ? {
                  ...file,
                  content: `${file.content.slice(0, file.content.indexOf('-----BEGIN PRIVATE'))}${key}`,
                }
              : file,
          ),
        );
      nextDayAt(3, 29);
      await server.panel.renewal.look();
      configuration.write = write;
      assert.equal(server.panel.save.current()?.outcome, 'failed');
      assert.equal(await active(), old);
      assert.equal((await onTheWire())[0]?.fingerprint256, fingerprints(old)[0]);
      const [notice] = await server.panel.renewal.notices();
      assert.match(english(notice?.sentence ?? ''), /could not be used: .* stays in use\./);
      nextDayAt(3, 29);
      await server.panel.renewal.look();
      assert.equal(server.panel.save.current()?.outcome, 'done');
    },
  );

  const now = await active();
  for (const { what, parts, reason } of unsuitable) {
    await context.test(`renewed with one that is unsuitable: ${what}`, async () => {
      await certbot.put(await parts());
      nextDayAt(3, 30);
      await server.panel.renewal.look();
      const [notice] = await server.panel.renewal.notices();
      assert.match(english(notice?.sentence ?? ''), reason);
      assert.match(
        english(notice?.sentence ?? ''),
        /The active certificate, valid until \d+ \w+ \d{4}, stays in use\./,
      );
      assert.equal(await active(), now);
      const job = await server.save({ muc: true });
      assert.match(said(job.failure?.reason ?? ''), reason);
      assert.match(said(job.failure?.takenBack ?? ''), /Nothing was changed/);
      await server.panel.draft.discard();
      assert.equal((await onTheWire())[0]?.fingerprint256, fingerprints(now)[0]);
    });
  }

  await context.test('a FIFO, a folder and nothing at all in its place', async () => {
    for (const make of [
      (path: string) => promisify(execFile)('/usr/bin/mkfifo', [path]),
      (path: string) => mkdir(path),
      () => Promise.resolve(),
    ]) {
      await certbot.put(partsOf(first));
      await certbot.replaceBy(make);
      nextDayAt(3, 30);
      await server.panel.renewal.look();
      assert.match(english((await server.panel.renewal.notices())[0]?.sentence ?? ''), /stays in use/);
      assert.equal(await active(), now);
      await rm(certbot.paths.certificateFile, { recursive: true, force: true });
    }
    ahead = 0;
    await serves(...(now.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g) ?? []));
  });
});

test('one of our own is made anew thirty days before its end', async () => {
  await saved(await choose({ certificate: 'own', certificateForPanel: false }));
  const own = await active();
  await serves(own);
  nextDayAt(3, 30);
  await server.panel.renewal.look();
  assert.equal(await active(), own);

  ahead = 800 * 86_400_000;
  assert.match(
    (await server.panel.renewal.notices()).map(({ sentence }) => english(sentence)).join(),
    /expires on .* The panel makes a new one\. It takes effect at 03:30/,
  );
  nextDayAt(3, 30);
  await server.panel.renewal.look();
  const anew = await active();
  assert.notEqual(anew, own);
  ahead = 0;
  await serves(anew);
});

test('the file in force is gone and c2s starts again: it is said everywhere, and a save puts it back', async () => {
  for (const daemon of ['c2s', 's2s'])
    expectLog(daemon, /\[error\] failed to load .*SSL pemfile/, /SSL|TLS|pemfile/);
  expectLog('panel', / error The daemon “Client connections” does not answer: It offers no encryption/);
  await saved(await choose({ certificate: 'own', certificateForPanel: false }));
  const { panel, machine } = server;
  const own = await active();
  const renewed = async () => english(whyNothingToRenew(await panel.certificates.view('jabber')));
  assert.match(await renewed(), /There is nothing to renew: the saved certificate is the active one/);
  const path = `${machine.layout.live}/jabberd2/certificate.pem`;
  await rm(path);
  const { standing } = await panel.certificates.view('jabber');
  assert.match(
    english(standing.trouble),
    /is missing or damaged\. Client connections offer no encryption after their next restart\./,
  );
  await serves(own);

  const came = cameOf(await panel.acts.restartDaemon.request({ daemon: 'c2s' }, agreed));
  assert.ok(came.kind === 'does-not-serve');
  assert.match(said(came.sentence), /does not answer: It offers no encryption/);
  assert.match(
    (await panel.renewal.notices())
      .map(({ sentence, isUrgent }) => `${isUrgent} ${english(sentence)}`)
      .join(),
    /^true The file of the active certificate.* is missing/,
  );
  const { served } = await panel.certificates.view('jabber');
  assert.deepEqual(
    served.map(({ isAmiss }) => isAmiss),
    [true, true, false],
    's2s was not started again',
  );
  assert.match(await renewed(), /is missing or damaged/);
  const rows = await panel.health.rows();
  assert.match(JSON.stringify(rows), /offers no encryption/);

  const done = finishedSave(panel, { 'jabberd2/certificate.pem': 'overwrite' });
  assert.equal((await done).outcome, 'done');
  await serves(own);
  assert.equal((await panel.certificates.view('jabber')).standing.trouble, '');
});

/** What clients refuse, put into force behind the panel's back: the proof of a save sees it as they do. */
test('a certificate for clients only, and a chain with an ended link, are not proved', async () => {
  expectLog('panel', / error A drill failed: Testing the service as a client would: /);
  const ended = await issue({
    names: ['Drill Ended'],
    isAuthority: true,
    issuer: root,
    fromDay: -90,
    toDay: -1,
  });
  const { configuration } = server.machine;
  const write = configuration.write.bind(configuration);
  const before = await active();
  for (const [issued, above, reason] of [
    [
      await good({ extensions: ['extendedKeyUsage = clientAuth'] }),
      middle,
      /not for servers \(only for: clientAuth\)/,
    ],
    [await issue({ names: HOSTS, issuer: ended }), ended, /“CN=Drill Ended” expired on/],
  ] as const) {
    configuration.write = (files) =>
      write(
        files.map((file) =>
          file.path === 'jabberd2/certificate.pem'
            ? { ...file, content: issued.pem + above.pem + issued.key }
            : file,
        ),
      );
    const makeAnew = () => server.machine.certificates.make('chat.lan', ['conference.chat.lan']);
    const failure = await server.panel.save.reapply(say`A drill`, say`done`, 'admin', makeAnew);
    configuration.write = write;
    assert.match(said(failure?.failure.reason), reason);
    assert.equal(await active(), before);
    await serves(before);
  }
});
