import type { Sentence } from '../../core/words/sentence.js';

/**
 * What a daemon really does: `running` means that it answered just now as a client would ask, `outdated` that an earlier
 * version of the panel set it up, and this one cannot ask it until the next save.
 */
export type DaemonStatus =
  'running' | 'stopped' | 'crashing' | 'not-answering' | 'outdated' | 'unmanaged' | 'disabled';

/** What was seen of a daemon. */
export interface DaemonVerdict {
  readonly state: DaemonStatus;
  /** Since when, why not, or how it ended. */
  readonly detail: Sentence;
  /** What should be done about it although it serves, or `''`. */
  readonly advice: Sentence | '';
  /** Deaths within the last minute that nobody asked for. */
  readonly crashes: number;
  readonly can: 'start' | 'restart' | null;
}

/** One daemon on the home page. */
export interface DaemonRow extends DaemonVerdict {
  readonly name: string;
  readonly title: Sentence;
  /** The module's title. */
  readonly module: Sentence;
  readonly moduleId: string;
}
