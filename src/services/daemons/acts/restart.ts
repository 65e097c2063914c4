import type { Act } from '../../../core/act.js';
import type { Daemon } from '../../../core/module/index.js';
import type { Log } from '../../../core/ports.js';
import type { Registry } from '../../../core/registry.js';
import { english } from '../../../core/words/english.js';
import { say, type Sentence, type Value } from '../../../core/words/sentence.js';
import { PanelError, troubleOf } from '../../../errors.js';
import { mustNotRun } from '../../saving/acts/save.js';
import type { SaveChanges } from '../../saving/save-changes.js';
import type { DaemonHealth } from '../daemon-health.js';

/** What came of a restart. */
export type Restarted =
  | { readonly kind: 'serves'; readonly title: Sentence }
  /** Why it does not serve now. */
  | { readonly kind: 'does-not-serve'; readonly title: Sentence; readonly sentence: Sentence };

/** Restarts a daemon; one that does not run is started. */
export function restart(parts: {
  readonly registry: Registry;
  readonly save: Pick<SaveChanges, 'restart' | 'current'>;
  readonly health: Pick<DaemonHealth, 'rows'>;
  readonly log: Log;
}): Act<{ readonly daemon: string }, Restarted> {
  const { registry, save, health, log } = parts;
  const find = (name: string): Daemon => {
    const daemon = registry.modules.flatMap(({ daemons }) => daemons).find((one) => one.name === name);
    if (daemon === undefined) throw new PanelError('daemon-unknown');
    return daemon;
  };
  return {
    name: 'daemons.restart',
    title: ({ daemon }) => restartedWords(find(daemon).title),
    check({ daemon }) {
      find(daemon);
      mustNotRun(save);
      return null;
    },
    async question({ daemon: name }) {
      const { title, disturbs, disconnectsEverybody } = find(name);
      const row = (await health.rows()).find((one) => one.name === name);
      if (row?.can !== 'restart') return null;
      return {
        title: say`Restart ${{ daemon: title }}?`,
        sentences: [disturbs],
        isLoss: disconnectsEverybody,
        answers: [{ label: say`Restart` }],
      };
    },
    async do({ daemon: name }, { record }) {
      const { title } = find(name);
      const what = restartedWords(title);
      try {
        await save.restart(name);
        await record({ what });
        return { kind: 'serves', title };
      } catch (error) {
        const sentence = sentenceOf(title, error);
        log.error(english(sentence));
        await record({ what, outcome: sentence });
        return { kind: 'does-not-serve', title, sentence };
      }
    },
  };
}

function restartedWords(daemon: Value): Sentence {
  return say`${{ daemon }} restarted`;
}

function sentenceOf(daemon: Value, error: unknown): Sentence {
  if (error instanceof PanelError) return error.sentence;
  return new PanelError('daemon-not-answering', { daemon, reason: troubleOf(error) }, error).sentence;
}
