/** When users last signed in to a module's service, as far as that is known. */
export interface SignIns {
  /** Milliseconds since 1970; null where no sign-in is known. Asks nobody. */
  lastSignIn(userName: string): number | null;
  /** Calls `listener` with each sign-in that becomes known from now on. */
  onSignIn(listener: (userName: string, at: number) => void): void;
}

/** What is known of users beside what the directory says. */
export interface Lately {
  readonly signIns: readonly SignIns[];
  /** Who is connected, as it was just seen: the same set until it is looked at again. Null where that is not known. */
  online(): ReadonlySet<string> | null;
}
