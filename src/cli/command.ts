import type { Config } from '../config.js';
import type { Secret } from '../core/secret.js';
import type { ControlClient } from './control-client.js';

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

/** What a command is called with. */
export interface Invocation {
  readonly operands: readonly string[];
  readonly flag: (name: string) => boolean;
  /** The option's value, or null when it was not given. */
  readonly text: (name: string) => string | null;
  readonly texts: (name: string) => readonly string[];
  readonly control: ControlClient;
  /** Absolute path of the state folder. */
  readonly state: string;
  /** The ports as the environment says, for when the panel cannot be asked. */
  readonly ports: Config['ports'];
  /** Path of the list with which root allows certificates. */
  readonly allowedCertificates: string;
  /** The user at the terminal. */
  readonly user: string;
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
export interface Command {
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
  run(invocation: Invocation): Promise<Outcome>;
}

/** Taken by every command. */
export const commonOptions: readonly CommandOption[] = [
  { name: 'json', value: null, help: 'Print one JSON document instead of text.' },
  {
    name: 'detailed-exitcode',
    value: null,
    help: 'End with 10 instead of 0 when something was changed.',
  },
  {
    name: 'yes',
    value: null,
    short: 'y',
    help: 'Do it also where the panel would ask first.',
  },
  { name: 'timeout', value: 'SECONDS', help: 'Wait so long at most for the panel; 300 if left out.' },
  { name: 'help', value: null, short: 'h', help: 'Show the usage.' },
];

/** "Usage: eboxctl users show NAME". */
export function usageOf({ name, operands, options }: Command): string {
  const words = options.map(({ name: option, value, many = false }) => {
    const text = value === null ? `[--${option}]` : `[--${option} ${value}]`;
    return many ? `${text}...` : text;
  });
  return ['Usage: eboxctl', name, ...words, operands].filter((word) => word !== '').join(' ');
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
  answer: Readonly<Record<string, unknown>> & { readonly changed: boolean; readonly sentence: string },
): Outcome {
  const { changed, ...data } = answer;
  return { data, lines: [answer.sentence], changed };
}
