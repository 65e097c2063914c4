import { Trouble } from '../../errors.js';
import type { Sentence } from '../words/sentence.js';

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

/** Why a command ends without doing what it was asked: a sentence for standard error, and further lines below it. */
export class CommandFailure extends Trouble {
  readonly exitCode: number;
  /** One line each; the sentence is the first. */
  readonly lines: readonly Sentence[];
  /** For scripts: the code of the panel's refusal, `usage`, or `failed`. */
  readonly code: string;

  constructor(
    sentence: Sentence,
    exitCode: number = exitCodes.failed,
    {
      cause,
      more = [],
      code,
    }: { readonly cause?: unknown; readonly more?: readonly Sentence[]; readonly code?: string } = {},
  ) {
    super(sentence, cause);
    this.name = 'CommandFailure';
    this.exitCode = exitCode;
    this.lines = [sentence, ...more];
    this.code = code ?? (exitCode === exitCodes.usage ? 'usage' : 'failed');
  }
}

/** The command was not written as its usage says. */
export function usageFailure(sentence: Sentence): CommandFailure {
  return new CommandFailure(sentence, exitCodes.usage);
}
