import type { Line, Outcome } from '../core/shell/command.js';
import { CommandFailure } from '../core/shell/failure.js';
import type { Secret } from '../core/secret.js';
import type { Reader } from '../core/words/reader.js';
import { troubleOf } from '../errors.js';
import { printableText } from '../system/printable.js';
import { inDocument } from './document.js';
import { textOf } from './lines.js';

/** Where the text of a command goes, and what is typed to it. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Asks for a new password in the reader's language; throws with a sentence when none is given. */
  readonly newPassword: (reader: Reader) => Promise<Secret>;
  /** Standard input, to its end; throws with a sentence when it is too long. */
  readonly input: () => Promise<string>;
}

/** A terminal with the user who reads there: all sentences of the shell become text here. */
export class Screen {
  readonly #terminal: Terminal;
  readonly #reader: Reader;

  constructor(terminal: Terminal, reader: Reader) {
    this.#terminal = terminal;
    this.#reader = reader;
  }

  /** Lines of the answer. */
  print(lines: readonly Line[]): void {
    this.#terminal.out(printableText(textOf(lines, this.#reader)));
  }

  /** The answer as one JSON document. */
  printDocument({ data, changed }: Pick<Outcome, 'data' | 'changed'>): void {
    const document = { ...(changed === undefined ? {} : { changed }), ...data };
    const text = JSON.stringify(inDocument(document, this.#reader), null, 2);
    this.#terminal.out(printableText(`${text}\n`));
  }

  /** What is not the answer: why there is none, or what happens meanwhile. */
  complain(lines: readonly Line[]): void {
    this.#terminal.err(printableText(textOf(lines, this.#reader)));
  }

  /** @throws CommandFailure with the reason when none is given */
  async newPassword(): Promise<Secret> {
    try {
      return await this.#terminal.newPassword(this.#reader);
    } catch (error) {
      throw new CommandFailure(troubleOf(error));
    }
  }

  input(): Promise<string> {
    return this.#terminal.input();
  }
}
