import { test } from 'node:test';
import { mayBeRoot, runOnIsland } from '../../../helpers/island.js';

if (mayBeRoot()) {
  void test('the connection guard blocks an address of another machine', async (context) => {
    await runOnIsland(context, 'test/modules/jabber/blocking/blocked-in-network.ts', 'root');
  });
}
