import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xml } from '@xmpp/client';
import type { Machine } from '../../../src/core/ports.js';
import { english } from '../../../src/core/words/english.js';
import type { Sentence } from '../../../src/core/words/sentence.js';
import { jabber, panelOf } from '../../../src/modules/jabber/index.js';
import type { JabberSettings } from '../../../src/modules/jabber/settings.js';
import { openClientStream } from '../../../src/modules/jabber/xmpp/client-stream.js';
import { makeCertificate, ownSource } from '../../../src/modules/jabber/certificate.js';
import { chatPassword, startChatServer } from '../../helpers/jabberd2.js';
import { signIn } from '../../helpers/xmpp-client.js';
import { goldenSets } from './golden-sets.js';
import { expectLog } from '../../helpers/log-rule.js';
import { portsOf } from '../../../src/modules/jabber/ports.js';

/** The probe of signing in needs the directory, which these tests do without. */
const probesWithoutDirectory = jabber.probes.filter(({ name }) => name !== 'sign-in');

/** What the daemons logged at level error or worse. */
async function troubleOf(machine: Machine): Promise<readonly string[]> {
  const names = ['router', 'sm', 'c2s', 's2s', 'muc'];
  const logs = await Promise.all(names.map((name) => machine.daemons.lastLines(name, 100)));
  return logs.flat().filter((line) => /\[(error|critical|alert|emergency)\]/.test(line));
}

for (const set of goldenSets) {
  test(`the real daemons take the golden files "${set.name}", and a client gets what they say`, async (context) => {
    const { ssl, domain } = set.settings;
    if (ssl !== 'required')
      expectLog('c2s', / PLAIN authentication succeeded: alice@\S+ ::ffff:127\.0\.0\.1:\d+ $/);
    const { machine, settings } = await startChatServer(context, {
      settings: { ...set.settings, otherServers: true, muc: true },
      administrators: set.administrators,
    });
    const { client, clientTls } = portsOf(machine.layout);

    const { stream, offer } = await openClientStream({
      network: machine.network,
      port: client,
      domain,
      seconds: 2,
    });
    stream.close();
    assert.deepEqual(
      offer,
      {
        disabled: { startTls: 'none', mechanisms: ['PLAIN'] },
        optional: { startTls: 'offered', mechanisms: ['PLAIN'] },
        required: { startTls: 'required', mechanisms: [] },
      }[ssl],
    );

    const account = { domain, username: 'alice', password: chatPassword };
    await signIn(context, { ...account, port: client, resource: 'starttls' });
    if (ssl !== 'disabled')
      await signIn(context, { ...account, port: clientTls, resource: 'old', oldSsl: true });
    const jids = await panelOf(machine).sessions(domain, 2);
    assert.deepEqual(
      [...jids].sort(),
      (ssl === 'disabled' ? ['starttls'] : ['old', 'starttls']).map(
        (resource) => `alice@${domain}/${resource}`,
      ),
    );
    await assert.rejects(signIn(context, { ...account, port: client, password: 'wrong' }), /not-authorized/);

    for (const probe of probesWithoutDirectory) {
      assert.match(english(await probe.look(machine, settings, [])), /\.$/, probe.name);
    }
    assert.deepEqual(await troubleOf(machine), []);
  });
}

test('a probe says so when a client finds something else than what is set', async (context) => {
  expectLog('c2s', / \[warning\] SASL callback for non-existing host: other\.lan$/);
  const { machine, settings } = await startChatServer(context, { settings: { ssl: 'optional', muc: true } });
  const look = (name: string, changed: Partial<JabberSettings>): Promise<Sentence> => {
    const probe = jabber.probes.find((one) => one.name === name);
    assert.ok(probe !== undefined, name);
    return probe.look(machine, { ...settings, ...changed }, []);
  };
  await makeCertificate(machine, 'other.lan');
  const wrong: readonly (readonly [string, Partial<JabberSettings>, RegExp])[] = [
    ['client-port', { ssl: 'required' }, /offers STARTTLS and does not require it/],
    ['client-port', { ssl: 'disabled' }, /offers STARTTLS/],
    ['clear-sign-in', { ssl: 'required' }, /accepts unencrypted passwords/],
    ['tls-port', { ssl: 'disabled' }, /is open, but it should be closed/],
    ['rooms', { muc: false }, /find chat rooms at conference\.chat\.lan/],
    ['server-port', { otherServers: true }, /connection was refused/],
    ['domain', { domain: 'other.lan' }, /No service answers for other\.lan/],
    ['certificate', { domain: 'other.lan' }, /host-unknown/],
  ];
  for (const [name, changed, reason] of wrong) {
    await assert.rejects(look(name, changed), reason, `${name} ${JSON.stringify(changed)}`);
  }
  await makeCertificate(machine, settings.domain);
  const other = (await machine.certificates.read(ownSource(settings.domain), 'daemons')) ?? '';
  const files = (await jabber.render(machine, settings, [])).filter(
    ({ path }) => !path.startsWith('sign-in/'),
  );
  assert.ok(files.some(({ content }) => content === other));
  await machine.configuration.activate(await machine.configuration.write(files));
  await assert.rejects(look('certificate', {}), /It is not the active certificate\./);
  await machine.daemons.stop('muc');
  await assert.rejects(look('rooms', {}), /Clients find no chat rooms/);
});

test('a stanza as long as clients send arrives, and what comes after it', async (context) => {
  const { machine } = await startChatServer(context);
  const account = { port: portsOf(machine.layout).client, domain: 'chat.lan', password: chatPassword };
  const alice = await signIn(context, { ...account, username: 'alice' });
  const bob = await signIn(context, { ...account, username: 'bob' });
  // A photo of 200 KB in a vCard (XEP-0153), as base64.
  for (const text of ['x'.repeat(270_000), 'short']) {
    await bob.xmpp.send(xml('message', { to: alice.jid, type: 'chat' }, xml('body', {}, text)));
    await alice.stanza((stanza) => stanza.getChildText('body') === text);
  }
});

test('a daemon that is not there does not answer, and says why; no other server is asked instead', async (context) => {
  const { machine, settings } = await startChatServer(context, { settings: { otherServers: true } });
  const answers = (name: string): Promise<void> => {
    const daemon = jabber.daemons.find((one) => one.name === name);
    assert.ok(daemon !== undefined, name);
    return daemon.answers(machine, settings);
  };
  await assert.rejects(answers('muc'), /No service answers for conference\.chat\.lan/);
  const asked = (await machine.daemons.lastLines('s2s', 100)).filter((line) => line.includes('conference'));
  assert.deepEqual(asked, []);
  await machine.daemons.stop('s2s');
  await assert.rejects(answers('s2s'), /connection was refused/);
  await machine.daemons.stop('c2s');
  await assert.rejects(answers('c2s'), /connection was refused/);
  await machine.daemons.stop('sm');
  await assert.rejects(answers('sm'), /No service answers for chat\.lan/);
  await machine.daemons.stop('router');
  await assert.rejects(answers('router'), /connection was refused|ended|closed/);
});
