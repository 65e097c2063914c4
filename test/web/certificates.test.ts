import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:https';
import { before, test, type TestContext } from 'node:test';
import { inEnglish } from '../helpers/in-english.js';
import { lineOf } from '../../src/core/fields/single.js';
import { moment, say } from '../../src/core/words/sentence.js';
import { said } from '../helpers/in-english.js';
import { createCertificates } from '../../src/system/certificates/certificates.js';
import { createNetwork } from '../../src/system/network.js';
import { ofTheList, withoutHelper } from '../../src/system/certificates/consent.js';
import { panelView } from '../../src/web/certificate-view.js';
import { createCommands } from '../../src/system/commands.js';
import { lookUpAccounts } from '../helpers/accounts.js';
import { KeptLog } from '../helpers/memory-machine.js';
import { issue, locked, type Issued } from '../helpers/certificates.js';
import { startPanel, type Answer, type Browser, type TestPanel } from './test-panel.js';
import { english } from '../../src/core/words/english.js';

const PATH = '/certificates';
const BOUNDARY = 'x-certificates-x';

let good: Issued;

before(async () => {
  good = await issue({ names: ['chat.internal', 'conference.chat.internal'] });
});

/** The panel with the real certificates port, over files in memory. */
async function panelWithCertificates(context: TestContext, consent = withoutHelper): Promise<TestPanel> {
  const panel = await startPanel(context);
  const commands = createCommands(await lookUpAccounts());
  Object.assign(panel.machine, { certificates: createCertificates({ ...panel.machine, commands, consent }) });
  panel.machine.clock.setWall(new Date());
  return panel;
}

/** Sends the form with files as a browser does. */
function upload(
  browser: Browser,
  { files = [], fields = {} }: { files?: readonly string[]; fields?: Record<string, string> },
): Promise<Answer> {
  const part = (disposition: string, content: string): string =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;
  const all = { _token: browser.token, text: '', passphrase: '', ...fields };
  const body = [
    ...Object.entries(all).map(([name, value]) => part(`name="${name}"`, value)),
    ...files.map((content, index) => part(`name="files"; filename="file-${index}.pem"`, content)),
    `--${BOUNDARY}--\r\n`,
  ].join('');
  return browser.postText(`${PATH}/upload`, body, {
    'Sec-Fetch-Site': 'same-origin',
    'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
  });
}

async function versionOf(browser: Browser): Promise<string> {
  const { text } = await browser.get(PATH);
  return /name="_version" value="(\d+)"/.exec(text)?.[1] ?? '';
}

const settings = {
  certificate: 'own',
  certificateFile: '',
  certificateKeyFile: '',
  certificateQuietTime: '03:30',
};

test('certificate and key, one file each, are noted for the next save', async (context) => {
  const panel = await panelWithCertificates(context);
  const browser = panel.administrator();
  const version = await versionOf(browser);
  const answer = await upload(browser, { files: [good.key, good.pem], fields: { _version: version } });
  assert.equal(answer.status, 303);
  const { text } = await browser.follow(answer);
  assert.match(text, /Changes kept/);
  assert.match(text, /<dd><bdi>chat\.internal, conference\.chat\.internal<\/bdi><\/dd>/);
  assert.match(text, /<h2 id="kept">Uploaded certificate: \u2068?chat\.internal/);
  assert.match(text, /This certificate is not active yet/);
  const pending = (await browser.get('/save-changes')).text;
  assert.match(pending, /Uploaded certificate[^]*<ins>[^]*chat\.internal[^]*, valid until /);
  assert.doesNotMatch(pending.replace(/value="[^"]*"/g, ''), /[0-9a-f]{64}/);
  assert.match(text, /Self-signed: each client asks its user once/);
  assert.doesNotMatch(text, /PRIVATE KEY-----\s*M/);
  assert.deepEqual(
    panel.panel.draft.pending().map(({ label, after }) => [english(label), english(after).slice(0, 8)]),
    [
      ['Certificate', 'Uploaded'],
      [
        'Uploaded certificate',
        lineOf((await panel.panel.draft.view('jabber')).settings['certificateUpload']).slice(0, 8),
      ],
    ],
  );
  const records = await panel.panel.audit.latest(2);
  assert.deepEqual(
    records.map(({ what }) => what),
    ['Jabber: Uploaded certificate changed in the draft', 'Jabber: Certificate changed in the draft'],
  );
});

test('what is refused is said at the field and need not be sent again; the key is in no page', async (context) => {
  const panel = await panelWithCertificates(context);
  const browser = panel.administrator();
  const _version = await versionOf(browser);
  const key = await locked(good.key, 'sesame 123');
  const secretPart = key.split('\n')[3] ?? '';
  const refused = await upload(browser, { fields: { text: `${good.pem}${key}`, _version } });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /id="field-passphrase-error"[^]*locked with a passphrase/);
  assert.match(refused.text, /The panel kept what you sent/);
  assert.ok(secretPart.length > 40 && !refused.text.includes(secretPart));

  const wrong = await upload(browser, {
    fields: { _kept: keptIn(refused.text), passphrase: 'sesame', _version },
  });
  assert.match(wrong.text, /passphrase does not open the private key/);
  assert.ok(!wrong.text.includes('value="sesame'));
  const taken = await upload(browser, {
    fields: { _kept: keptIn(wrong.text), passphrase: 'sesame 123', _version },
  });
  assert.equal(taken.status, 303);
  assert.equal((await panel.panel.draft.view('jabber')).settings['certificate'], 'uploaded');
});

function keptIn(page: string): string {
  return /name="_kept" value="([^"]+)"/.exec(page)?.[1] ?? '';
}

test('nothing, rubbish, and too much are refused, and nothing is taken', async (context) => {
  const panel = await panelWithCertificates(context);
  const browser = panel.administrator();
  const _version = await versionOf(browser);
  const cases: readonly (readonly [Parameters<typeof upload>[1], number, RegExp])[] = [
    [{ fields: { _version } }, 422, /Choose the files of the certificate/],
    [{ files: ['rubbish'], fields: { _version } }, 422, /neither PEM/],
    [{ files: [good.pem], fields: { _version } }, 422, /no private key/],
    [{ files: ['x'.repeat(65 * 1024)] }, 413, /more than the panel accepts/],
    [{ files: Array.from({ length: 7 }, () => 'x') }, 413, /more than the panel accepts/],
    [{ files: Array.from({ length: 6 }, () => 'x'.repeat(60 * 1024)) }, 413, /more than the panel accepts/],
  ];
  for (const [form, status, sentence] of cases) {
    await browser.get(PATH);
    const answer = await upload(browser, form);
    assert.equal(answer.status, status, String(sentence));
    assert.match(answer.text, sentence);
  }
  await browser.get(PATH);
  const half = await browser.postText(
    `${PATH}/upload`,
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="text"\r\n\r\nhalf`,
    {
      'Sec-Fetch-Site': 'same-origin',
      'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
    },
  );
  assert.equal(half.status, 400);
  const elsewhere = await browser.postText('/jabber', `--${BOUNDARY}--\r\n`, {
    'Sec-Fetch-Site': 'same-origin',
    'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
  });
  assert.equal(elsewhere.status, 403);
  assert.deepEqual(panel.panel.draft.pending(), []);
});

test('without the token of the page nothing that is uploaded is kept', async (context) => {
  const panel = await panelWithCertificates(context);
  const browser = panel.administrator();
  const _version = await versionOf(browser);
  const answer = await upload(browser, {
    files: [good.pem, good.key],
    fields: { _version, _token: 'forged' },
  });
  assert.equal(answer.status, 403);
  assert.deepEqual(panel.panel.draft.pending(), []);
});

test('settings are checked at their fields, and everything typed is still there', async (context) => {
  const panel = await panelWithCertificates(context);
  const browser = panel.administrator();
  const _version = await versionOf(browser);
  const cases: readonly (readonly [Record<string, string>, RegExp])[] = [
    [{ certificate: 'files' }, /id="field-certificateFile-error"[^]*Type the path of the file/],
    [
      { certificate: 'files', certificateFile: '/nowhere/full<b>.pem' },
      /There is no file \/nowhere\/full&lt;b&gt;\.pem\.[^]*value="\/nowhere\/full&lt;b&gt;\.pem"/,
    ],
    [{ certificateFile: 'relative.pem' }, /whole path, beginning with[^]*value="relative\.pem"/],
    [{ certificateFile: '/etc/../etc/passwd' }, /without “\.\.”/],
    [{ certificateQuietTime: '25:00' }, /from 00:00 to 23:59[^]*value="25:00"/],
    [{ certificate: 'uploaded' }, /id="field-certificate-error"[^]*No certificate is uploaded yet/],
  ];
  for (const [changed, sentence] of cases) {
    const answer = await browser.post(PATH, { ...settings, ...changed, _version });
    assert.equal(answer.status, 422, JSON.stringify(changed));
    assert.match(answer.text, sentence);
  }
  assert.deepEqual(panel.panel.draft.pending(), []);
  const taken = await browser.post(PATH, { ...settings, certificateQuietTime: ' 04:15 ', _version });
  assert.equal(taken.status, 303);
  assert.deepEqual(
    panel.panel.draft.pending().map(({ label, before, after }) => [label, before, after].map(english)),
    [['Quiet time for renewals', '03:30', '04:15']],
  );
  const late = await browser.post(PATH, { ...settings, certificateQuietTime: '05:00', _version });
  assert.equal(late.status, 409);
  assert.match(late.text, /Another administrator changed these settings meanwhile[^]*05:00[^]*04:15/);
});

test('nothing but the certificate is changed here, whatever the form says', async (context) => {
  const panel = await panelWithCertificates(context);
  const browser = panel.administrator();
  const _version = await versionOf(browser);
  for (const other of [{ domain: 'other.lan' }, { ssl: 'disabled' }])
    await browser.post(PATH, { ...settings, ...other, _version });
  const { settings: now } = await panel.panel.draft.view('jabber');
  assert.deepEqual([now['domain'], now['ssl']], ['chat.internal', 'required']);
  const strange = await browser.post(PATH, { ...settings, nonsense: 'yes', _version });
  assert.equal(strange.status, 422);
  assert.deepEqual(panel.panel.draft.pending(), []);
});

test('what root has not allowed is refused at its field, with the command to type, and everything typed is still there', async (context) => {
  const panel = await panelWithCertificates(context, ofTheList('/nowhere/allowed.json', new KeptLog()));
  const browser = panel.administrator();
  const _version = await versionOf(browser);
  const files = {
    certificate: 'files',
    certificateFile: "/etc/it's/full.pem",
    certificateKeyFile: '/etc/key.pem',
  };
  const command = 'sudo eboxctl certificates allow';
  const quoted = '&#39;/etc/it&#39;\\&#39;&#39;s/full.pem&#39;';
  for (const [changed, field, words] of [
    [files, 'certificateFile', `${command} ${quoted} /etc/key.pem`],
    [{ ...files, certificateForPanel: 'on' }, 'certificateFile', `${command} --panel ${quoted} /etc/key.pem`],
    [{ certificateForPanel: 'on' }, 'certificateForPanel', `${command} --panel`],
  ] as const) {
    const { status, text } = await browser.post(PATH, { ...settings, ...changed, _version });
    assert.equal(status, 422);
    const said = new RegExp(`id="field-${field}-error"[^]*?</p>`).exec(text)?.[0] ?? '';
    assert.ok(said.includes(`Run “${words}” in a shell on this machine`), said);
    if ('certificateFile' in changed) assert.match(text, /value="\/etc\/it&#39;s\/full\.pem"/);
  }
  assert.deepEqual(panel.panel.draft.pending(), []);
});

test('the Jabber Service page leaves the certificate as it is', async (context) => {
  const panel = await panelWithCertificates(context);
  const browser = panel.administrator();
  const _version = await versionOf(browser);
  await browser.post(PATH, { ...settings, certificateQuietTime: '04:15', _version });
  const { text } = await browser.get('/jabber');
  assert.doesNotMatch(text, /certificateQuietTime/);
  const version = /name="_version" value="(\d+)"/.exec(text)?.[1] ?? '';
  const service = { domain: 'chat.internal', ssl: 'required', muc: 'on', _version: version };
  assert.equal((await browser.post('/jabber', service)).status, 303);
  const { settings: now } = await panel.panel.draft.view('jabber');
  assert.deepEqual([now['muc'], now['certificateQuietTime']], [true, '04:15']);
});

test('renewing at once is asked first, with what it disturbs', async (context) => {
  const panel = await panelWithCertificates(context);
  const browser = panel.administrator();
  await panel.panel.modules.enable('jabber', 'admin');
  await panel.save();
  const page = await browser.get(PATH);
  assert.match(page.text, /Make a new certificate now/);
  const asked = await browser.post(`${PATH}/renew`);
  assert.match(asked.text, /asks its user again[^]*All users are disconnected/);
  assert.equal(said(panel.panel.save.current()?.title), 'Saving the changes');
});

test('the home page tells of a certificate thirty, seven and one days ahead', async (context) => {
  const panel = await panelWithCertificates(context);
  const browser = panel.administrator();
  const notices = [
    {
      sentence: say`The certificate that clients see expires on ${{ time: moment('2027-01-01T00:00:00Z', 'day') }}.`,
      isUrgent: false,
    },
    { sentence: say`The certificate in the settings cannot be used.`, isUrgent: true },
  ];
  panel.panel.renewal.outlooks = () =>
    Promise.resolve([{ module: 'jabber', validTo: '2027-01-01T00:00:00Z', notices }]);
  const { text } = await browser.get('/');
  assert.match(text, /notice is-error[^]*cannot be used[^]*notice is-warning[^]*expires on 1 Jan 2027/);
});

test('what the panel itself shows is asked of it, as a browser would', async (context) => {
  const panel = await panelWithCertificates(context);
  Object.assign(panel.machine, { network: createNetwork() });
  const { certificates } = panel.panel;
  const server = createServer({ cert: good.pem, key: good.key }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => server.close());
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const shown = await certificates.shownByPanel({
    host: '127.0.0.1',
    port: address.port,
    serverName: 'chat.internal',
  });
  assert.deepEqual(shown?.names, ['chat.internal', 'conference.chat.internal']);
  assert.match(
    String(inEnglish(panelView(shown).places[0]?.sentence ?? '')),
    /^Self-signed: each client asks once\.$/,
  );
  assert.equal(await certificates.shownByPanel({ host: '127.0.0.1', port: 1, serverName: '' }), null);

  const { text } = await panel.administrator().get(PATH);
  assert.match(text, /This panel:<\/span>\s*The panel is served without encryption, on this machine only/);
  const secure = await startPanel(context, { secure: true });
  const browser = secure.administrator();
  browser.cookies.set('__Host-ebox', browser.cookies.get('ebox') ?? '');
  assert.match(
    (await browser.get(PATH)).text,
    /This panel:<\/span>\s*The panel tried to connect to itself just now and got no answer/,
  );
});
