/** What a file of users may be. */
export const importLimits = {
  /** Bytes of the file. */
  bytes: 5_000_000,
  /** People in it. */
  lines: 20_000,
  columns: 100,
  /** Bytes of one line of the table. */
  line: 65_536,
} as const;
