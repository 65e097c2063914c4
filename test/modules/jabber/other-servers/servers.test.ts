import { test } from 'node:test';
import { runOnIsland } from '../../../helpers/island.js';

test('the test of other servers, on a network of its own', async (context) => {
  await runOnIsland(context, 'test/modules/jabber/other-servers/island/tests.ts', 'ordinary user');
});
