import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RoomUse } from '../../../src/modules/jabber/rooms/room-use.js';
import { memoryMachine } from '../../helpers/memory-machine.js';

const host = 'conference.chat.lan';
const room = (name: string, people: number) => ({ jid: `${name}@${host}`, title: name, people, most: null });

test('when rooms were used is not overwritten while it cannot be read, and taken when it can be', async () => {
  const machine = memoryMachine();
  const document = machine.store.document('room-use');
  const broken = { rooms: 'of another version' };
  await document.write(broken);
  const use = new RoomUse(machine);
  const [first, second] = [new Date('2026-03-02T10:00:00Z'), new Date('2026-03-02T10:02:00Z')];
  for (const now of [first, second]) await use.saw(host, [room('tea', 1), room('cake', 0)], now);
  assert.deepEqual(await document.read(), broken);
  assert.equal(use.since, first.toISOString());
  assert.equal(use.lastUsed(`tea@${host}`), second.toISOString());
  assert.equal(machine.log.lines.length, 1);
  assert.match(machine.log.lines.join(), /cannot read when the chat rooms were used/);

  const earlier = '2026-01-01T00:00:00.000Z';
  const rooms = { [`tea@${host}`]: earlier, [`cake@${host}`]: earlier, [`gone@${host}`]: earlier };
  await document.write({ since: earlier, rooms });
  await use.saw(host, [room('tea', 0), room('cake', 0)], second);
  assert.equal(use.since, earlier);
  const kept = { [`cake@${host}`]: earlier, [`tea@${host}`]: second.toISOString() };
  assert.deepEqual(await document.read(), { since: earlier, rooms: kept });
});
