import type { Sentence } from '../words/sentence.js';

/** What of a record is told in words, as data. What is left out is its English text, as it is. */
export interface AuditSentences {
  readonly what?: Sentence | undefined;
  readonly before?: Sentence | undefined;
  readonly after?: Sentence | undefined;
  readonly outcome?: Sentence | undefined;
}

/** One line of the audit log. Its texts are English, for programs and for grep. */
export interface AuditRecord {
  /** ISO 8601. */
  readonly when: string;
  readonly who: string;
  /** The address that the request came from, or ''. */
  readonly from: string;
  /** The number of the browser session, or ''. */
  readonly session: string;
  /** What was done: "Forwarders of DNS changed". */
  readonly what: string;
  readonly before: string;
  readonly after: string;
  /** "done", or why not. */
  readonly outcome: string;
  /** The same as data, for people of any language; older versions wrote none. */
  readonly sentences?: AuditSentences | undefined;
}

/** The audit log: lines are added and never rewritten; the oldest files go when there are too many. */
export interface AuditLog {
  /**
   * Makes sure that a record can be written next, also when the disk becomes full meanwhile. Throws when it cannot.
   */
  prepare(): Promise<void>;
  /** On the disk when this returns. */
  append(record: AuditRecord): Promise<void>;
  /** The latest records, the newest first. */
  latest(count: number): Promise<readonly AuditRecord[]>;
}
