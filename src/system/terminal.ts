import { createInterface } from 'node:readline';
import type { ReadStream } from 'node:tty';
import { Writable } from 'node:stream';
import { Secret } from '../core/secret.js';
import { quantity, say, type Sentence } from '../core/words/sentence.js';
import { Trouble } from '../errors.js';
import type { Reader } from '../core/words/reader.js';

/** More than any password, in bytes. */
const LONGEST = 4096;
/** Characters of standard input that are read at most. */
const LONGEST_INPUT = 900_000;

/**
 * Asks for a new password at the terminal, twice and without showing it; the questions go to standard error. When
 * standard input is not a terminal, its first line is the password.
 * @throws Trouble when the two differ, or nothing was given
 */
export async function readNewPassword(reader: Reader): Promise<Secret> {
  const { stdin } = process;
  const password = stdin.isTTY ? await askTwice(stdin, reader) : await firstLine(stdin);
  if (password === '') throw new Trouble(say`No password was given. Nothing was changed.`);
  return new Secret(password);
}

/** One reader for both lines: what is pasted in one go must not get lost between two. */
async function askTwice(terminal: ReadStream, user: Reader): Promise<string> {
  // The reader puts the terminal into raw mode and would show the characters itself: here, it shows nothing.
  const nobody = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: terminal, output: nobody, terminal: true, historySize: 0 });
  const lines = reader[Symbol.asyncIterator]();
  const ask = async (question: Sentence): Promise<string> => {
    process.stderr.write(`${user.text(question)} `);
    const line = await lines.next();
    process.stderr.write('\n');
    return line.done === true ? '' : line.value;
  };
  try {
    const password = await ask(say`New password:`);
    if (password === '') return '';
    if (password !== (await ask(say`Repeat the password:`)))
      throw new Trouble(say`The two passwords differ. Nothing was changed.`);
    return password;
  } finally {
    reader.close();
  }
}

async function firstLine(input: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of input) {
    text += String(chunk);
    if (text.includes('\n') || text.length > LONGEST) break;
  }
  return /^[^\r\n]*/.exec(text)?.[0] ?? '';
}

/**
 * Standard input to its end.
 * @throws Trouble when it is too long
 */
export async function readInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > LONGEST_INPUT)
      throw new Trouble(
        say`Standard input has more than ${{ count: quantity(LONGEST_INPUT) }} characters. Nothing was changed.`,
      );
  }
  return text;
}
