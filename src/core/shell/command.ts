import type { Secret } from '../secret.js';
import { verbatim, type Sentence, type Value } from '../words/sentence.js';
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
  readonly help: Sentence;
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
  /** Tells the user something meanwhile: on standard error, so that standard output is the answer alone. */
  readonly note: (sentence: Sentence) => void;
  /** Asks for a new password at the terminal, or reads it from standard input. */
  readonly newPassword: () => Promise<Secret>;
  /** Standard input, to its end. */
  readonly input: () => Promise<string>;
  /** The content of a file. @throws a sentence when it cannot be read, or is larger than `most` bytes */
  readonly file: (path: string, most: number) => Promise<Uint8Array>;
}

/** What a command prints: a sentence, an empty line, or aligned columns. */
export type Line = Sentence | '' | Columns;

/** Rows as aligned columns; the last cell of a row may be longer than its column. A text in a cell is shown as it is. */
export interface Columns {
  readonly rows: readonly (readonly Value[])[];
}

/** What came of a command. */
export interface Outcome {
  /** For --json: one document, with sentences in it. */
  readonly data: Readonly<Record<string, unknown>>;
  /** For people. */
  readonly lines: readonly Line[];
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
  readonly summary: Sentence;
  /** Paragraphs for the manual. */
  readonly manual: readonly Sentence[];
  run(invocation: Called): Promise<Outcome>;
}

/** {@link Columns} of these rows. */
export function columns(rows: Columns['rows']): Columns {
  return { rows };
}

/** A value as a line of its own. */
export function lineOf(value: Value): Sentence | '' {
  if (value === '') return '';
  return typeof value === 'object' ? value : verbatim(String(value));
}

/** Lines that begin two characters further right. */
export function indented(lines: readonly Value[]): Columns {
  return columns(lines.map((line) => ['', line]));
}

/** The outcome of a command that the panel answered with what it changed, or did not. */
export function changeOutcome(
  answer: Readonly<Record<string, unknown>> & { readonly changed: boolean; readonly sentence: Sentence },
): Outcome {
  const { changed, ...data } = answer;
  return { data, lines: [answer.sentence], changed };
}
