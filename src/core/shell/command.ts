import type { Secret } from '../secret.js';
import { english } from '../words/english.js';
import type { Sentence } from '../words/sentence.js';
import type { Verb } from './verb.js';

/** An option of a command. */
export interface CommandOption {
  /** Without the hyphens. */
  readonly name: string;
  /** What stands for its value in the usage; null for one that has none. */
  readonly value: string | null;
  /** One letter that means the same, or ''. */
  readonly short?: string;
  /** True when it may be given more than once. */
  readonly many?: boolean;
  readonly help: string;
}

/** The panel, as commands ask it. What it refuses is thrown as a sentence. */
export interface Asking {
  ask<Ask, Answer>(verb: Verb<Ask, Answer>, ask: Ask): Promise<Answer>;
}

/** What a command is called with. */
export interface Invocation {
  readonly operands: readonly string[];
  readonly flag: (name: string) => boolean;
  /** The option's value, or null when it was not given. */
  readonly text: (name: string) => string | null;
  readonly texts: (name: string) => readonly string[];
  readonly control: Asking;
  /** Says a line to the user meanwhile: on standard error, so that standard output is the answer alone. */
  readonly note: (line: string) => void;
  /** Asks for a new password at the terminal, or reads it from standard input. */
  readonly newPassword: () => Promise<Secret>;
  /** Standard input, to its end. */
  readonly input: () => Promise<string>;
}

/** What came of a command. */
export interface Outcome {
  /** For --json: one document. */
  readonly data: Readonly<Record<string, unknown>>;
  /** For people. */
  readonly lines: readonly string[];
  /** Only of a command that changes something. */
  readonly changed?: boolean;
  /** When it is not 0. */
  readonly exitCode?: number;
}

/** One command. The usage, the manual and the completion are made from this same object. */
export interface Command<Called extends Invocation = Invocation> {
  /** E.g. `users add`. */
  readonly name: string;
  /** As the usage shows them, e.g. `MODULE NAME=VALUE...`. */
  readonly operands: string;
  readonly least: number;
  readonly most: number;
  readonly options: readonly CommandOption[];
  /** What it does, in one line. */
  readonly summary: string;
  /** Paragraphs for the manual. */
  readonly manual: readonly string[];
  run(invocation: Called): Promise<Outcome>;
}

/** Rows as aligned columns; the last one is as long as it is. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => (row[index] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** The outcome of whatever the panel changed, or did not. */
export function changeOutcome(
  answer: Readonly<Record<string, unknown>> & { readonly changed: boolean; readonly sentence: Sentence },
): Outcome {
  const { changed, ...data } = answer;
  const sentence = english(answer.sentence);
  return { data: { ...data, sentence }, lines: [sentence], changed };
}
