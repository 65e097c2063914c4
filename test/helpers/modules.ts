import { z } from 'zod';
import { say, verbatim } from '../../src/core/words/sentence.js';
import { harmless } from './harmless.js';
import { text } from '../../src/core/fields/text.js';
import { tick } from '../../src/core/fields/tick.js';
import {
  defineModule,
  type Daemon,
  type Module,
  type ModuleDeclaration,
} from '../../src/core/module/index.js';
import type { Settings } from '../../src/core/settings.js';

interface WordSettings extends Settings {
  readonly word: string;
  readonly loud: boolean;
}

/** A small module for tests of the framework: one text, one tick, one file `ID/words.conf`, one daemon `ID-daemon`. */
export function wordModule(
  id: string,
  dependsOn: readonly string[] = [],
  more: Partial<ModuleDeclaration<WordSettings, null>> = {},
): Module {
  return defineModule<WordSettings, null>({
    id,
    title: verbatim(`The ${id}`),
    summary: verbatim(''),
    dependsOn,
    appliesAtOnce: false,
    packages: [],
    page: { path: `/${id}`, label: verbatim(id), intro: '' },
    settings: {
      schema: z.strictObject({ word: z.string().min(1, 'Type a word.'), loud: z.boolean() }),
      fields: [
        text({ name: 'word', label: say`Word`, help: '' }),
        tick({ name: 'loud', label: say`Loud`, help: '' }),
      ],
      defaults: { word: 'hello', loud: false },
    },
    enableSteps: [],
    preparations: [],
    gather: () => Promise.resolve(null),
    files: [
      {
        path: `${id}/words.conf`,
        why: say`The daemon reads its word there.`,
        readableBy: 'panel',
        readBy: [`${id}-daemon`],
        takes: 'restart',
        content: ({ settings }) => ({ text: `word ${settings.word}\n` }),
      },
    ],
    daemons: [
      {
        name: `${id}-daemon`,
        title: say`Daemon of ${{ id }}`,
        command: () => ({ argv: ['/bin/sleep', '1000'], account: 'panel', stopSeconds: 2 }),
        confinement: harmless,
        wanted: () => true,
        answers: () => Promise.resolve(),
        disturbs: say`Everybody at ${{ id }}.`,
        disconnectsEverybody: false,
      },
    ],
    probes: [],
    ...more,
  });
}

/** The only daemon of a {@link wordModule}. */
export function daemonOf(module: Module): Daemon {
  const [daemon] = module.daemons;
  if (daemon === undefined) throw new Error(`${module.id} has no daemon`);
  return daemon;
}

/** Settings of a {@link wordModule}. */
export function words(word: string, loud = false): Settings {
  return { word, loud };
}
