import { say } from '../../src/core/words/sentence.js';
import { harmless } from './harmless.js';
import type { Module } from '../../src/core/module/index.js';
import type { Layout } from '../../src/core/layout.js';
import type { Machine } from '../../src/core/ports.js';
import { wordModule } from './modules.js';

/** Where the daemon of a {@link readerModule} keeps the word that it read. */
export function servedFile(layout: Layout, id: string): string {
  return `${layout.run}/chat/${id}`;
}

/**
 * A module with a real daemon: it keeps the word that it read at its start in a file of its own, and is off when the
 * setting `loud` is set. At the word "crash" it ends with status 3, at "farewell" with status 0, at "deaf" it never
 * serves, and at "brief" it dies 1.5 s after it began to serve.
 */
export function readerModule(
  { layout }: Pick<Machine, 'layout'>,
  id: string,
  dependsOn: readonly string[] = [],
): Module {
  const served = servedFile(layout, id);
  const script = [
    'read -r key word < "$1"',
    '[ "$word" = crash ] && { echo "I read crash, which I cannot bear" >&2; exit 3; }',
    '[ "$word" = farewell ] && { echo "I read farewell, and go"; exit 0; }',
    'trap "rm -f $2; exit 0" TERM',
    '[ "$word" = deaf ] || echo "$word" > "$2"',
    '[ "$word" = brief ] && { sleep 1.5; echo "My time is over"; rm -f "$2"; exit 4; }',
    'while :; do sleep 0.05; done',
  ].join('\n');
  return wordModule(id, dependsOn, {
    files: [
      {
        path: `${id}/words.conf`,
        why: say`The daemon reads its word there.`,
        readableBy: 'chat',
        readBy: [`${id}-daemon`],
        takes: 'restart',
        content: ({ settings }) => ({ text: `word ${settings.word}\n` }),
      },
    ],
    daemons: [
      {
        name: `${id}-daemon`,
        title: say`the reader of ${{ id }}`,
        command: () => ({
          argv: ['/bin/sh', '-c', script, 'reader', `${layout.live}/${id}/words.conf`, served],
          account: 'chat',
          stopSeconds: 3,
        }),
        confinement: harmless,
        wanted: (settings) => !settings.loud,
        answers: async ({ files }) => {
          if (!(await files.exists(served))) throw new Error('it serves nothing');
        },
        disturbs: say`Everybody at ${{ id }}.`,
        disconnectsEverybody: false,
      },
    ],
    probes: [
      {
        name: 'word',
        setting: 'word',
        title: say`The word`,
        look: async ({ settings, machine: { files } }) => {
          const said = (await files.read(served))?.trim();
          if (settings.word === 'unseen') throw new Error('A client does not find the word.');
          return say`A client finds ${{ said: said ?? 'nothing' }}.`;
        },
      },
    ],
  });
}
