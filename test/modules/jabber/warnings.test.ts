import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Warning } from '../../../src/core/module/index.js';
import type { Machine } from '../../../src/core/ports.js';
import { jabber } from '../../../src/modules/jabber/index.js';
import { makeCertificate } from '../../../src/modules/jabber/certificate.js';
import type { JabberSettings } from '../../../src/modules/jabber/settings.js';
import { said } from '../../helpers/in-english.js';
import { chatSettings } from '../../helpers/jabberd2.js';
import { temporaryMachine } from '../../helpers/machine.js';
import { memoryMachine, StillClock } from '../../helpers/memory-machine.js';

const OWN = ['127.0.0.1', '::1', '192.0.2.7', '2001:db8::7', 'fe80::1', '169.254.1.1'];

function machineWhere(resolved: readonly string[], own = OWN, outward: readonly string[] = []): Machine {
  const memory = memoryMachine();
  return {
    ...memory,
    network: {
      ...memory.network,
      ownAddresses: () => own,
      outwardAddresses: () => Promise.resolve(outward),
      resolve: () => Promise.resolve(resolved),
    },
  };
}

function warningsOf(
  changed: Partial<JabberSettings>,
  machine = machineWhere(['192.0.2.7']),
): Promise<readonly Warning[]> {
  return jabber.warnings(machine, { ...chatSettings, ...changed });
}

test('a domain that leads here, encrypted, is no cause for a warning', async () => {
  assert.deepEqual(await warningsOf({}), []);
});

test('a domain that does not resolve gets the records to create', async () => {
  const [warning, ...more] = await warningsOf({ domain: 'bücher.example' }, machineWhere([]));
  assert.deepEqual(more, []);
  assert.equal(warning?.setting, 'domain');
  assert.match(said(warning.sentence), /bücher\.example does not resolve/);
  assert.deepEqual(warning.lines, [
    'xn--bcher-kva.example. 3600 IN A 192.0.2.7',
    'xn--bcher-kva.example. 3600 IN AAAA 2001:db8::7',
    '_xmpp-client._tcp.xn--bcher-kva.example. 3600 IN SRV 0 5 5222 xn--bcher-kva.example.',
    '_xmpps-client._tcp.xn--bcher-kva.example. 3600 IN SRV 0 5 5223 xn--bcher-kva.example.',
  ]);
});

test('the address of the default route is advised; bridges and private ones are told apart', async () => {
  const own = [...OWN, '172.17.0.1', '192.168.122.1', 'fd00::1', '10.0.0.5'];
  const [warning] = await warningsOf({}, machineWhere([], own, ['10.0.0.5', '2001:db8::7']));
  assert.deepEqual(warning?.lines.slice(0, 3), [
    'chat.lan. 3600 IN A 10.0.0.5 ; private: only your own network reaches it',
    'chat.lan. 3600 IN AAAA 2001:db8::7',
    '_xmpp-client._tcp.chat.lan. 3600 IN SRV 0 5 5222 chat.lan.',
  ]);
  assert.deepEqual(warning.others?.lines, [
    'chat.lan. 3600 IN A 192.0.2.7',
    'chat.lan. 3600 IN A 172.17.0.1 ; private: only your own network reaches it',
    'chat.lan. 3600 IN A 192.168.122.1 ; private: only your own network reaches it',
    'chat.lan. 3600 IN AAAA fd00::1 ; private: only your own network reaches it',
  ]);
});

test('a domain that leads every machine to itself is no domain that leads here', async () => {
  const [warning] = await warningsOf({}, machineWhere(['127.0.1.1', '::1']));
  assert.match(
    said(warning?.sentence),
    /resolves to 127\.0\.1\.1 and ::1 on this machine\. Such an address leads each machine to itself/,
  );
  assert.deepEqual(await warningsOf({}, machineWhere(['127.0.1.1', '192.0.2.7'])), []);
});

test('the records follow the settings', async () => {
  const [warning] = await warningsOf(
    { otherServers: true, muc: true, ssl: 'disabled' },
    machineWhere(['198.51.100.1']),
  );
  assert.match(said(warning?.sentence), /resolves to 198\.51\.100\.1/);
  assert.deepEqual(warning?.lines.slice(2), [
    'conference.chat.lan. 3600 IN A 192.0.2.7',
    'conference.chat.lan. 3600 IN AAAA 2001:db8::7',
    '_xmpp-client._tcp.chat.lan. 3600 IN SRV 0 5 5222 chat.lan.',
    '_xmpp-server._tcp.chat.lan. 3600 IN SRV 0 5 5269 chat.lan.',
    '_xmpp-server._tcp.conference.chat.lan. 3600 IN SRV 0 5 5269 chat.lan.',
  ]);
});

test('what is not encrypted is said plainly', async () => {
  const [disabled] = await warningsOf({ ssl: 'disabled' });
  assert.equal(disabled?.setting, 'ssl');
  assert.match(said(disabled.sentence), /read all messages and all passwords/);
  const [optional] = await warningsOf({ ssl: 'optional' });
  assert.match(said(optional?.sentence), /sends its password unencrypted/);
});

test('a name of mixed alphabets is pointed out', async () => {
  const [mixed] = await warningsOf({ domain: 'еxample.org' });
  assert.equal(mixed?.setting, 'domain');
  assert.match(said(mixed.sentence), /different alphabets.*xn--/);
});

test('a certificate is warned of thirty days before its end, and after it', async (context) => {
  const real = await temporaryMachine(context);
  await makeCertificate(real, 'chat.lan');
  const warnedAfter = async (days: number): Promise<string> => {
    const clock = new StillClock();
    clock.setWall(new Date(Date.now() + days * 86_400_000));
    const machine = { ...machineWhere(['192.0.2.7']), certificates: real.certificates, clock };
    return (await jabber.warnings(machine, chatSettings)).map(({ sentence }) => said(sentence)).join(' ');
  };
  assert.equal(await warnedAfter(790), '');
  assert.match(
    await warnedAfter(800),
    /certificate for chat\.lan expires on \d{1,2} [A-Z][a-z]{2} \d{4}\. The panel makes/,
  );
  assert.match(await warnedAfter(830), /expired on .* the panel makes a new one/);
});
