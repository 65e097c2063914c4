/** One line of the audit log. */
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
