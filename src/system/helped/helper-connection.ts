import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { answerSchema, LONGEST_REQUEST, type HelperAnswer, type VerbName } from '../../core/helper-verbs.js';
import { noAnswer } from '../../core/no-answer.js';
import { say, type Sentence } from '../../core/words/sentence.js';
import { PanelError, Trouble, troubleOf } from '../../errors.js';
import { plainReason } from '../plain-reason.js';

/** The longest answer, in bytes: more than all files of a generation. */
const LONGEST_ANSWER = 50_000_000;
/** Milliseconds for the connection itself. */
const CONNECT = 5_000;
const NEWLINE = 0x0a;

/** A request that waits for its answer. */
interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One connection to a helper: requests go out as they come, and each answer finds its own by its number. */
export class HelperConnection {
  readonly #socket: Socket;
  readonly #whenGone: () => void;
  readonly #waiting = new Map<number, Waiting>();
  #received: Buffer[] = [];
  #length = 0;
  #last = 0;
  #gone: Error | null = null;

  constructor(socket: Socket, whenGone: () => void) {
    this.#socket = socket;
    this.#whenGone = whenGone;
    socket.on('data', (bytes) => this.#receive(bytes));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#end(unavailable(say`It ended before it answered.`)));
    // A panel that has nothing else to do may end.
    socket.unref();
  }

  ask(verb: VerbName, request: unknown, seconds: number): Promise<unknown> {
    if (this.#gone !== null) return Promise.reject(this.#gone);
    const id = (this.#last += 1);
    const line = `${JSON.stringify({ id, verb, with: request })}\n`;
    if (Buffer.byteLength(line) > LONGEST_REQUEST) return Promise.reject(new PanelError('too-large'));
    return new Promise((resolve, reject) => {
      const tooLate = setTimeout(() => this.#end(unavailable(noAnswer(seconds))), seconds * 1000);
      const settled = (): void => {
        clearTimeout(tooLate);
        this.#waiting.delete(id);
      };
      this.#waiting.set(id, {
        resolve: (answer) => {
          settled();
          resolve(answer);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      this.#socket.write(line);
    });
  }

  close(): void {
    this.#end(unavailable(say`The connection was closed.`));
  }

  #end(error: Error): void {
    this.#gone ??= error;
    this.#whenGone();
    for (const { reject } of [...this.#waiting.values()]) reject(this.#gone);
    this.#socket.destroy();
  }

  #receive(bytes: Buffer): void {
    this.#received.push(bytes);
    this.#length += bytes.length;
    if (this.#length > LONGEST_ANSWER) {
      this.#end(unavailable(say`Its answer is too long.`));
      return;
    }
    if (!bytes.includes(NEWLINE)) return;
    const text = Buffer.concat(this.#received);
    const end = text.lastIndexOf(NEWLINE) + 1;
    this.#received = [text.subarray(end)];
    this.#length = text.length - end;
    for (const line of text.subarray(0, end).toString('utf8').trimEnd().split('\n')) this.#hear(line);
  }

  #hear(line: string): void {
    let answer: HelperAnswer;
    try {
      answer = answerSchema.parse(JSON.parse(line));
    } catch (error) {
      this.#end(unavailable(say`Its answer cannot be read: ${{ reason: troubleOf(error) }}.`));
      return;
    }
    if ('refused' in answer) {
      this.#end(new PanelError('helper-refused', { reason: answer.refused }));
      return;
    }
    const waiting = this.#waiting.get(answer.id);
    if ('done' in answer) waiting?.resolve(answer.done);
    else waiting?.reject(errorOf(answer.failed));
  }
}

/**
 * Opens one.
 * @param whenGone called once the connection has ended, whichever side ended it
 * @throws PanelError `helper-unavailable`
 */
export async function connect(path: string, whenGone: () => void): Promise<HelperConnection> {
  const socket = createConnection(path);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT) });
  } catch (error) {
    socket.destroy();
    throw unavailable(
      say`It cannot be reached at ${{ path }}: ${{ reason: plainReason(error instanceof Error ? error : new Error(String(error))).sentence }}.`,
    );
  }
  return new HelperConnection(socket, whenGone);
}

function errorOf(failed: Extract<HelperAnswer, { failed: unknown }>['failed']): Error {
  if ('code' in failed) return new PanelError(failed.code, failed.details);
  return 'sentence' in failed ? new Trouble(failed.sentence) : new Error(failed.message);
}

function unavailable(reason: Sentence): PanelError {
  return new PanelError('helper-unavailable', { reason });
}
