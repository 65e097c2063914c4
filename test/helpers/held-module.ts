import { say } from '../../src/core/words/sentence.js';
import type { Module } from '../../src/core/module/index.js';
import { harmless } from './harmless.js';
import { wordModule } from './modules.js';

/** A {@link heldModule}, and how its daemon answers. */
export interface HeldModule {
  readonly module: Module;
  /** The next answers wait for {@link release}. */
  readonly hold: () => void;
  readonly release: () => void;
  /** What is asked from now on, or waits, gets no answer; until {@link mend}. */
  readonly fail: () => void;
  readonly mend: () => void;
}

/** A module whose daemon answers when the test says so: a watch that looks at it lasts as long as the test wants. */
export function heldModule(id: string): HeldModule {
  let isWell = true;
  let waiting = Promise.resolve();
  let release = (): void => undefined;
  const module = wordModule(id, [], {
    daemons: [
      {
        name: `${id}-daemon`,
        title: say`Daemon of ${{ id }}`,
        command: () => ({ argv: ['/bin/sleep', '1000'], account: 'panel', stopSeconds: 2 }),
        confinement: harmless,
        wanted: () => true,
        answers: async () => {
          await waiting;
          if (!isWell) throw new Error('It is silent.');
        },
        disturbs: say`Everybody at ${{ id }}.`,
        disconnectsEverybody: false,
      },
    ],
  });
  return {
    module,
    hold: () => {
      waiting = new Promise((resolve) => {
        release = resolve;
      });
    },
    release: () => release(),
    fail: () => {
      isWell = false;
      release();
    },
    mend: () => {
      isWell = true;
    },
  };
}
