import { test } from 'node:test';
import { mayBeRoot, runOnIsland } from '../helpers/island.js';

test('the practical example with its DNS step, in the browser, by an ordinary user', async (context) => {
  await runOnIsland(context, 'test/e2e/dns-example/in-a-browser.ts', 'ordinary user');
});

test('the practical example with its DNS step, by eboxctl alone', async (context) => {
  await runOnIsland(context, 'test/e2e/dns-example/by-eboxctl.ts', mayBeRoot() ? 'root' : 'ordinary user');
});
