import type { JobFailure } from '../../core/progress.js';
import type { JournalledSave } from './save-journal.js';

/** A save as people are told of it. */
export type NamedSave = Pick<JournalledSave, 'job' | 'title' | 'who' | 'when'>;

/** The watch that is under way. */
export interface Watching {
  /** The saves that it may take back, the oldest first. */
  readonly saves: readonly NamedSave[];
  /** ISO 8601. A save or a restart meanwhile begins it anew. */
  readonly since: string;
  readonly until: string;
}

/** What a watch took back, or was to. */
export interface TakenBackSaves {
  /** False when it could not: what was saved is still the saved state, and the next start of the panel tries again. */
  readonly isRestored: boolean;
  readonly saves: readonly NamedSave[];
  /** ISO 8601. */
  readonly when: string;
  readonly failure: JobFailure;
}
