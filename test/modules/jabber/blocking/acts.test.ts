import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { isAsked, type Act, type Deed, type Outcome } from '../../../../src/core/act.js';
import { english } from '../../../../src/core/words/english.js';
import { PanelError } from '../../../../src/errors.js';
import { blockActs } from '../../../../src/modules/jabber/blocking/acts.js';
import { blocksOf } from '../../../../src/modules/jabber/blocking/blocks.js';
import { liveOf } from '../../../../src/modules/jabber/live/live.js';
import { blockedPages } from '../../../../src/modules/jabber/pages/connected/blocked.js';
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
  return { acts: blockActs(frame), frame, audit, said: () => deeds.map(words) };
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

test('where it is not known who is connected from there, that is asked', async () => {
  const machine = memoryMachine();
  guardOn(machine);
  const { acts, frame } = actsOn(machine);
  const asks = async (): Promise<string> => {
    const asked = await acts.block.request(wanted, unasked);
    assert.ok(isAsked(asked), 'it asks');
    return (asked.question?.sentences ?? []).map((sentence) => english(sentence)).join(' ');
  };
  assert.equal(await asks(), 'Who is connected from there is not known.', 'bob has no known address');
  frame.connectedLately = () => Promise.reject(new Error('the session manager does not answer'));
  assert.equal(await asks(), 'Who is connected from there is not known.');
  frame.connectedLately = () =>
    Promise.resolve(['bob', 'eve'].map((userName) => ({ address: `${userName}@chat.lan/desk`, userName })));
  const link = { address: '203.0.113.9', isEncrypted: true };
  liveOf(machine).known.of = (jid) => ({
    starts: [],
    since: null,
    link: jid.startsWith('bob') ? link : null,
  });
  assert.match(await asks(), /^One user is connected .* Not all addresses of the others are known\.$/);
  liveOf(machine).known.of = () => ({ starts: [], since: null, link: { ...link, address: '203.0.113.8' } });
  assert.equal((await acts.block.request(wanted, unasked)).kind, 'blocked');
});

test('the guard gets one list after the other', async () => {
  const machine = memoryMachine();
  guardOn(machine);
  const connect = machine.network.connect.bind(machine.network);
  let open = 0;
  machine.network.connect = async (...to) => {
    const connection = await connect(...to);
    open += 1;
    assert.equal(open, 1, 'one at a time');
    await setImmediate();
    return { ...connection, close: () => (open -= 1) };
  };
  const tell = () => blocksOf(machine).tell();
  assert.deepEqual(await Promise.all([tell(), tell(), tell()]), [true, true, true]);
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

test('the page says what was blocked also while the guard is away, and keeps what was typed', async () => {
  const machine = memoryMachine();
  machine.network.connect = () => Promise.reject(new Error('connection refused'));
  const { frame, audit } = actsOn(machine);
  const [page] = blockedPages({ ...frame, isOn: () => true });
  const field = (name: string): string => (name === 'address' ? wanted.address : wanted.time);
  const empty = {
    path: '',
    query: () => '',
    part: () => '',
    form: new Map(),
    files: [],
    settings: () => ({}),
  };
  const post = async () => page?.post?.({ ...empty, field, late: null, permission: agreed });
  const moved = await post();
  assert.ok(moved?.kind === 'moved' && moved.notice?.kind === 'warning');
  assert.match(english(moved.notice.sentence), /^203\.0\.113\.9 is blocked until .* does not answer/);
  audit.prepare = () => Promise.reject(new PanelError('not-recorded', { reason: 'disk full' }));
  const shown = await post();
  assert.ok(shown?.kind === 'shown' && (shown.page.status ?? 200) >= 400);
  assert.match(JSON.stringify(shown.page.locals), /"203\.0\.113\.9".*disk full|disk full.*"203\.0\.113\.9"/);
});
