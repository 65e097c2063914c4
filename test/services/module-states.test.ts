import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EnableStep } from '../../src/core/module.js';
import type { Settings } from '../../src/core/settings.js';
import { createPanel } from '../../src/panel.js';
import { memoryMachine } from '../helpers/memory-machine.js';
import { wordModule } from '../helpers/modules.js';

const step = (what: string, fails: { run?: boolean; undo?: boolean } = {}): EnableStep<Settings> => ({
  what,
  why: 'A test wants it.',
  run: () => (fails.run === true ? Promise.reject(new Error('no room')) : Promise.resolve()),
  undo: () => (fails.undo === true ? Promise.reject(new Error('stuck')) : Promise.resolve()),
});

async function messageOf(steps: readonly EnableStep<Settings>[]): Promise<string> {
  const panel = await createPanel(memoryMachine(), [wordModule('a', [], { enableSteps: steps })], 0);
  return panel.modules.enable('a', 'admin').then(
    () => 'enabled',
    (error: unknown) => String(error),
  );
}

test('a step that fails has the earlier ones undone, and says so', async () => {
  const message = await messageOf([step('Make a folder'), step('Make a file', { run: true })]);
  assert.match(message, /The step "Make a file" failed: no room\. What had been done was undone\. Mend that/);
});

test('what could not be undone is named, not called undone', async () => {
  const message = await messageOf([
    step('Make a folder', { undo: true }),
    step('Make a file', { run: true }),
  ]);
  assert.match(message, /no room\. This could not be undone: "Make a folder"\. Mend that/);
});
