import type { Account } from '../layout.js';

/** A program that was run. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs programs, never through a shell. */
export interface Commands {
  /** Throws `command-failed` with the last line of stderr when the status is not 0 or the time is over. */
  run(
    argv: readonly string[],
    options?: { input?: string; account?: Account; seconds?: number },
  ): Promise<CommandResult>;
}
