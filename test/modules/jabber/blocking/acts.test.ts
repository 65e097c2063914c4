import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Act, Deed, Outcome } from '../../../../src/core/act.js';
import { english } from '../../../../src/core/words/english.js';
import { PanelError } from '../../../../src/errors.js';
import { blockActs } from '../../../../src/modules/jabber/blocking/acts.js';
import { blocksOf } from '../../../../src/modules/jabber/blocking/blocks.js';
import { liveOf } from '../../../../src/modules/jabber/live/live.js';
import { gated } from '../../../../src/services/acts/gate.js';
import { memoryMachine, type MemoryMachine } from '../../../helpers/memory-machine.js';
import { agreed, unasked } from '../../../helpers/permissions.js';

/** A guard that answers; what it was told is kept. */
function guardOn(machine: MemoryMachine): string[] {
  const told: string[] = [];
  machine.network.connect = (target) => {
    if (!('socket' in target)) return Promise.reject(new Error('not here'));
    const isOrder = target.socket.endsWith('guard-orders');
    return Promise.resolve({
      send: (text) => Promise.resolve(void told.push(text)),
      receive: () => Promise.resolve(isOrder ? 'OK\n' : 'watching\n'),
      startTls: () => Promise.reject(new Error('not here')),
      close: () => undefined,
    });
  };
  return told;
}

function actsOn(machine: MemoryMachine) {
  const deeds: Deed[] = [];
  const audit = {
    prepare: () => Promise.resolve(),
    recordAct: (_actor: unknown, _act: unknown, done: readonly Deed[]) => {
      deeds.push(...done);
      return Promise.resolve();
    },
  };
  const frame = {
    machine,
    active: () => ({}),
    connectedLately: () => Promise.resolve([{ address: 'bob@chat.lan/desk', userName: 'bob' }]),
    gate: <Wanted, Came extends Outcome>(act: Act<Wanted, Came>) => gated(audit, act),
  };
  return { acts: blockActs(frame), audit, said: () => deeds.map(words) };
}

const words = ({ what, before, after, outcome }: Deed): string =>
  [what, before, after, outcome]
    .flatMap((part) => (part === undefined ? [] : [typeof part === 'string' ? part : english(part)]))
    .join(' | ');

const wanted = { address: '203.0.113.9', time: '1h' };

test('an address is blocked, kept, told to the guard, recorded, and ends by itself', async () => {
  const machine = memoryMachine();
  const told = guardOn(machine);
  const { acts, said } = actsOn(machine);
  const now = machine.clock.now().getTime();
  const came = await acts.block.request(wanted, agreed);
  assert.ok(came.kind === 'blocked' && came.isActive);
  assert.deepEqual(told, [`BLOCKED ${Math.ceil(now / 1000) + 3600}/203.0.113.9\n`]);
  await acts.block.request({ address: '2001:db8::7', time: '7d' }, agreed);
  assert.match(told.at(-1) ?? '', /^BLOCKED \d+\/2001:db8:: \d+\/203\.0\.113\.9\n$/);
  assert.match(said()[0] ?? '', /^Address 203\.0\.113\.9 blocked \| until .*\d$/);
  const again = (await machine.store.document('blocked-addresses').read()) ?? {};
  assert.match(JSON.stringify(again), /203\.0\.113\.9/);

  assert.equal((await acts.unblock.request({ address: '2001:db8::ffff' }, agreed)).kind, 'unblocked');
  assert.equal((await acts.unblock.request({ address: '2001:db8::7' }, agreed)).kind, 'not-blocked');
  machine.clock.pass(3601);
  assert.deepEqual(await blocksOf(machine).list(), []);
  await blocksOf(machine).tell();
  assert.equal(told.at(-1), 'BLOCKED\n');
});

test('nothing is blocked that was not agreed to, cannot be recorded, or would shut out this machine', async () => {
  const machine = memoryMachine();
  const told = guardOn(machine);
  const { acts, audit } = actsOn(machine);
  const { known } = liveOf(machine);
  known.of = () => ({ starts: [], since: null, link: { address: '203.0.113.9', isEncrypted: true } });
  const asked = await acts.block.request(wanted, unasked);
  assert.equal(asked.kind, 'asked', 'bob is connected from there');
  for (const address of ['127.0.0.1', '::1', 'nonsense']) {
    const came = await acts.block.request({ ...wanted, address }, agreed);
    assert.ok(came.kind === 'invalid' && came.errors['address'] !== undefined, address);
  }
  const forever = await acts.block.request({ ...wanted, time: 'forever' }, agreed);
  assert.ok(forever.kind === 'invalid' && forever.errors['time'] !== undefined);
  audit.prepare = () => Promise.reject(new PanelError('not-recorded', { reason: 'disk full' }));
  await assert.rejects(acts.block.request(wanted, agreed), /disk full/);
  assert.deepEqual(await blocksOf(machine).list(), []);
  assert.deepEqual(told, []);
});

test('a guard that does not answer is said, and is told later', async () => {
  const machine = memoryMachine();
  machine.network.connect = () => Promise.reject(new Error('connection refused'));
  const { acts, said } = actsOn(machine);
  const came = await acts.block.request(wanted, agreed);
  assert.ok(came.kind === 'blocked' && !came.isActive);
  assert.match(said().join(), /the connection guard does not answer and is told later/);
  const told = guardOn(machine);
  assert.ok(await blocksOf(machine).tell());
  assert.match(told.join(), /203\.0\.113\.9/);
});

test('a list that cannot be read is not taken for an empty one', async () => {
  const machine = memoryMachine();
  const told = guardOn(machine);
  await machine.store.document('blocked-addresses').write({ blocks: 'of another version' });
  assert.ok(!(await blocksOf(machine).tell()));
  assert.deepEqual(told, []);
  await assert.rejects(blocksOf(machine).list(), /cannot be read/);
  assert.match(machine.log.lines.join(), /cannot read the blocked addresses/);
});
