/** What a module shows on the page of a row beside its fields: what it keeps there by itself. */
export interface RowNote {
  readonly title: string;
  /** In sentences. */
  readonly notes: readonly string[];
  /** What is there, a line each. */
  readonly lines: readonly { readonly text: string; readonly note: string }[];
}
