import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRegistry } from '../../../src/core/registry.js';
import { say } from '../../../src/core/words/sentence.js';
import { PanelStateKeeper } from '../../../src/services/saving/panel-state.js';
import { SaveJournal } from '../../../src/services/saving/save-journal.js';
import { memoryMachine } from '../../helpers/memory-machine.js';
import { wordModule } from '../../helpers/modules.js';

const save = (job: string) => ({ job, title: say`Saving the changes`, who: '', when: '' }) as const;

test('a save that failed on a full disk shares no number with the next one', async () => {
  const machine = memoryMachine();
  const registry = createRegistry([wordModule('a')]);
  const keeper = await PanelStateKeeper.open(machine.store.document('state'), registry);
  let isFull = false;
  const kept = machine.store.document('journal');
  const document = {
    read: () => kept.read(),
    write: (content: unknown) =>
      isFull ? Promise.reject(new Error('The disk is full.')) : kept.write(content),
  };
  const journal = new SaveJournal({
    machine: { ...machine, store: { document: () => document } },
    registry,
    keeper,
  });
  const numbers = () => journal.content()?.saves.map(({ job, save }) => [job, save]);

  await journal.begin(save('one'));
  await keeper.update((state) => ({ ...state, saves: 1 }));
  await journal.begin(save('fails'));
  await journal.touching(['a-daemon']);
  isFull = true;
  await assert.rejects(journal.settle(), /The disk is full/);
  isFull = false;
  await journal.begin(save('two'));
  assert.deepEqual(numbers(), [
    ['one', 1],
    ['two', 2],
  ]);
  assert.deepEqual(journal.content()?.saves[0]?.touched, ['a-daemon'], 'what it touched is watched');

  const first = new SaveJournal({ machine, registry, keeper });
  await first.end();
  await first.begin(save('fails'));
  await first.begin(save('three'));
  assert.deepEqual(
    first.content()?.saves.map(({ job }) => job),
    ['three'],
  );
});
