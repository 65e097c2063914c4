import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roomNameIn, roomPath, type RoomAction } from '../../../src/modules/jabber/pages/rooms/paths.js';

test('a browser finds the page of each room, whatever it is called', () => {
  const actions: readonly RoomAction[] = ['show', 'edit', 'owner', 'destroy'];
  for (const name of ['tea', '.', '..', '...', '%2e', 'a/b', 'größe', '?x#y'])
    for (const action of actions) {
      const { pathname } = new URL(roomPath(name, action), 'https://panel.lan/rooms');
      const [, folder, is, part = '', ...more] = pathname.split('/');
      assert.deepEqual([folder, is, more], ['rooms', action, []], name);
      assert.equal(roomNameIn({ part: () => decodeURIComponent(part) }), name);
    }
});
