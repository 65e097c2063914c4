/** Where a helper says what is to be done at the end: a test's context, or whatever else ends. */
export interface CleanUp {
  after(work: () => unknown): void;
  /** False where nobody asks what daemons log: at a benchmark. */
  readonly judgesLogs?: boolean;
}
