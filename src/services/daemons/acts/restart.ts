import type { Act } from '../../../core/act.js';
import type { Daemon } from '../../../core/module/index.js';
import type { Log } from '../../../core/ports.js';
import type { Registry } from '../../../core/registry.js';
import { PanelError, reasonOf } from '../../../errors.js';
import { mustNotRun } from '../../saving/acts/save.js';
import type { SaveChanges } from '../../saving/save-changes.js';
import type { DaemonHealth } from '../daemon-health.js';

/** What came of starting a daemon again. */
export type Restarted =
  | { readonly kind: 'serves'; readonly title: string }
  /** Why it does not serve now, as a sentence. */
  | { readonly kind: 'does-not-serve'; readonly title: string; readonly sentence: string };

/** Stops a daemon, where it runs, and starts it. */
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
    title: ({ daemon }) => `${find(daemon).title} started again`,
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
        title: `Restart ${title}?`,
        sentences: [disturbs],
        isLoss: disconnectsEverybody,
        answers: [{ label: 'Restart' }],
      };
    },
    async do({ daemon: name }, { record }) {
      const { title } = find(name);
      const what = `${title} started again`;
      try {
        await save.restart(name);
        await record({ what });
        return { kind: 'serves', title };
      } catch (error) {
        const sentence = sentenceOf(title, error);
        log.error(sentence);
        await record({ what, outcome: sentence });
        return { kind: 'does-not-serve', title, sentence };
      }
    },
  };
}

function sentenceOf(daemon: string, error: unknown): string {
  if (error instanceof PanelError) return error.message;
  return new PanelError('daemon-not-answering', { daemon, reason: reasonOf(error) }, error).message;
}
