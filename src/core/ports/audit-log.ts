import type { Sentence } from '../words/sentence.js';

/** What of a record is told in words, as data. What is left out is its English text, as it is. */
export interface AuditSentences {
  readonly what?: Sentence | undefined;
  readonly before?: Sentence | undefined;
  readonly after?: Sentence | undefined;
  readonly outcome?: Sentence | undefined;
}

/** What several records of one act have in common. */
export interface AuditedAct {
  /** The same in all records of the act, and in no other's. */
  readonly id: string;
  /** What the act as a whole was: "User anna changed". */
  readonly title: Sentence;
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
  /** What it was about, such as `users`; see core/audit-kind.ts. Older versions wrote none. */
  readonly kind?: string | undefined;
  /** The act that it is a part of. What was done without an act, and older versions, have none. */
  readonly act?: AuditedAct | undefined;
}

/** Some records, the newest first, which are passed over, or read. */
export interface UnreadRecords {
  /** The id of each record's act; null where it has none. */
  readonly acts: readonly (string | null)[];
  /** Those at these places; null of a line that no version wrote whole, and where the file is gone meanwhile. */
  readonly read: (places: readonly number[]) => Promise<readonly (AuditRecord | null)[]>;
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
  newest(): AsyncIterable<AuditRecord>;
  /** The same in parts, for those who pass over most of them: the acts are known, and only what is asked for is read. */
  unread(): AsyncIterable<UnreadRecords>;
  /** So many of the latest at most. */
  latest(count: number): Promise<readonly AuditRecord[]>;
}
