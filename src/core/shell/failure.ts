/** Exit codes, as the manual lists them. */
export const exitCodes = {
  unchanged: 0,
  failed: 1,
  usage: 2,
  /** Something that should run does not. */
  unwell: 3,
  /** With --detailed-exitcode. */
  changed: 10,
} as const;

/** Why a command ends without doing what it was asked: a sentence for standard error. */
export class CommandFailure extends Error {
  readonly exitCode: number;

  constructor(sentence: string, exitCode: number = exitCodes.failed, cause?: unknown) {
    super(sentence, { cause });
    this.name = 'CommandFailure';
    this.exitCode = exitCode;
  }
}

/** The command was not written as its usage says. */
export function usageFailure(sentence: string): CommandFailure {
  return new CommandFailure(sentence, exitCodes.usage);
}
