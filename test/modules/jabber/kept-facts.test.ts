import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KnownSessions } from '../../../src/modules/jabber/live/known-sessions.js';
import { memoryMachine } from '../../helpers/memory-machine.js';

const day = '2026-11-26';
const alice = 'alice@chat.lan/desk';
const link = { address: '192.0.2.7', isEncrypted: true };

/** The last lines of the logs of sm and c2s, which the test writes. */
function logsOn(machine: ReturnType<typeof memoryMachine>) {
  const logs: Record<string, string[]> = { sm: [], c2s: [] };
  machine.daemons.lastLines = (name, count) => Promise.resolve((logs[name] ?? []).slice(-count));
  let second = 0;
  const time = (): string => {
    second += 1;
    const two = (number: number): string => String(number).padStart(2, '0');
    return `${day} ${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}.000000000`;
  };
  const began = (jid: string, address = link.address): void => {
    const [bare = ''] = jid.split('/');
    logs['c2s']?.push(`${time()}  [notice] [7] PLAIN authentication succeeded: ${bare} ${address}:5 TLS`);
    logs['c2s']?.push(`${time()}  [notice] [7] bound: jid=${jid}`);
    logs['sm']?.push(`${time()}  [notice] session started: jid=${jid}`);
  };
  const others = (count: number): void => {
    for (let index = 0; index < count; index += 1) {
      logs['sm']?.push(`${time()}  [notice] session ended: jid=bob@chat.lan/${index}`);
      logs['c2s']?.push(`${time()}  [notice] [8] bound: jid=bob@chat.lan/${index}`);
    }
  };
  return { began, others };
}

test('what is known of a session outlives the lines of the log and the panel', async () => {
  const machine = memoryMachine();
  const { began, others } = logsOn(machine);
  began(alice);
  others(4_990);
  const known = new KnownSessions(machine);
  await known.saw([alice]);
  const { since, starts } = known.of(alice);
  assert.deepEqual([since === null, known.of(alice).link], [false, link]);

  others(4_000);
  const again = new KnownSessions(machine);
  await again.saw([alice, 'carol@chat.lan/x']);
  assert.deepEqual(again.of(alice), { since, starts, link });
  assert.equal(again.of('carol@chat.lan/x').since, null);
});

test('what was kept counts neither for a later session of the same name, nor where lines are missing', async () => {
  const machine = memoryMachine();
  const { began, others } = logsOn(machine);
  began(alice);
  const known = new KnownSessions(machine);
  await known.saw([alice]);
  began(alice, '192.0.2.8');
  const again = new KnownSessions(machine);
  await again.saw([alice]);
  assert.equal(again.of(alice).link?.address, '192.0.2.8');
  assert.notEqual(again.of(alice).since, known.of(alice).since);

  others(6_000);
  const late = new KnownSessions(machine);
  await late.saw([alice]);
  assert.deepEqual(late.of(alice), { since: null, starts: [], link: null }, 'it may be another session');
});

test('what is kept goes with the session, and is written once a minute', async () => {
  const machine = memoryMachine();
  const { began } = logsOn(machine);
  const document = machine.store.document('session-facts');
  began(alice);
  const known = new KnownSessions(machine);
  await known.saw([alice]);
  assert.match(JSON.stringify(await document.read()), /alice@chat\.lan\/desk/);
  const bob = 'bob@chat.lan/desk';
  began(bob);
  began(`eve@chat.lan/${'x'.repeat(3000)}`);
  await known.saw([alice, bob]);
  assert.ok(!JSON.stringify(await document.read()).includes('bob'));
  machine.clock.pass(61);
  await known.saw([bob]);
  const kept = JSON.stringify(await document.read());
  assert.ok(kept.includes('bob@chat.lan/desk') && !/alice|eve/.test(kept), kept.slice(0, 200));
});

test('kept facts that cannot be read are left as they are', async () => {
  const machine = memoryMachine();
  const { began } = logsOn(machine);
  await machine.store.document('session-facts').write({ place: 5 });
  began(alice);
  const known = new KnownSessions(machine);
  await known.saw([alice]);
  assert.deepEqual(known.of(alice).link, link);
  assert.deepEqual(await machine.store.document('session-facts').read(), { place: 5 });
  assert.match(machine.log.lines.join(), /cannot read what is known of the sessions/);
});
