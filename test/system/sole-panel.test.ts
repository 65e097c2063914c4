import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { test } from 'node:test';
import { becomeSolePanel } from '../../src/system/sole-panel.js';

test('a state folder has one panel at a time, whatever path leads to it', async (context) => {
  const folder = await mkdtemp('/tmp/ebox-sole-');
  context.after(() => rm(folder, { recursive: true }));
  await symlink(folder, `${folder}/same`);
  const first = await becomeSolePanel(folder);
  await assert.rejects(becomeSolePanel(`${folder}/same`), /Another panel already works on/);
  first.close();
  await once(first, 'close');
  (await becomeSolePanel(folder)).close();
});
