import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRegistry } from '../../../src/core/registry.js';
import { PanelStateKeeper } from '../../../src/services/saving/panel-state.js';
import { memoryStore } from '../../helpers/memory-machine.js';

const registry = createRegistry([]);

test('a stored state that is none is said in one sentence, with where it is wrong and what to do', async () => {
  const document = memoryStore().document('state');
  const state = (await PanelStateKeeper.open(document, registry)).state();
  for (const [stored, place] of [
    [{ ...state, generation: 'two', edits: 1 }, /\(edits, generation\)/],
    ['text', /\(all of it\)/],
  ] as const) {
    await document.write(stored);
    await assert.rejects(PanelStateKeeper.open(document, registry), (error: Error) => {
      assert.match(error.message, place);
      assert.match(
        error.message,
        /^The settings in panel\/state\.json[^\n]*Bring the file back from a backup\.$/,
      );
      return true;
    });
  }
});
