import type { Duplex } from 'node:stream';
import {
  LONGEST_REQUEST,
  verbs,
  type AnswerOf,
  type HelperAnswer,
  type VerbName,
} from '../core/helper-verbs.js';
import type { Log } from '../core/ports.js';
import { redact } from '../core/redact.js';
import type { Secret } from '../core/secret.js';
import { english } from '../core/words/english.js';
import { sentenceSchema, valuesSchema } from '../core/words/sentence-schema.js';
import { say, type Sentence, type Values } from '../core/words/sentence.js';
import { PanelError, reasonOf, Trouble, troubleOf } from '../errors.js';
import type { Handlers } from './handlers/handlers.js';
import { Refusal } from './refusal.js';
import { readRequest } from './request.js';

/** Milliseconds that a request may take from its first byte until it is whole. */
const PATIENCE = 5_000;
/** Requests that are worked on at once; the next ones wait in the socket. */
const AT_ONCE = 64;
/** Bytes of the requests that are worked on at once; a single one may have more. */
const BYTES_AT_ONCE = 2_097_152;
const NEWLINE = 0x0a;

/** What {@link converse} works with. */
export interface ConversationParts {
  readonly handlers: Handlers;
  /** What must not be seen in the reason of a failure. */
  readonly secrets: () => Promise<readonly Secret[]>;
  readonly log: Log;
}

/**
 * Answers what comes over the connection, one JSON document a line, until it ends or something is refused. A refusal is
 * answered once, logged without the content of what was refused, and ends the connection.
 */
export function converse(connection: Duplex, parts: ConversationParts): Promise<void> {
  return new Promise((resolve) => {
    const conversation = new Conversation(connection, parts, resolve);
    connection.on('data', (bytes: Buffer) => conversation.hear(bytes));
    for (const event of ['end', 'close', 'error']) connection.on(event, () => conversation.end());
  });
}

class Conversation {
  readonly #connection: Duplex;
  readonly #parts: ConversationParts;
  readonly #ended: () => void;
  /** The numbers of the requests that are worked on. */
  readonly #working = new Set<number>();
  /** The lengths of the requests that are worked on. */
  readonly #underWay: number[] = [];
  readonly #waiting: Buffer[] = [];
  #received = Buffer.alloc(0);
  #tooLate: NodeJS.Timeout | null = null;
  #isRefused = false;
  #isOver = false;

  /** @param ended called once, when the conversation is over */
  constructor(connection: Duplex, parts: ConversationParts, ended: () => void) {
    this.#connection = connection;
    this.#parts = parts;
    this.#ended = ended;
  }

  hear(bytes: Buffer): void {
    if (this.#isRefused) return;
    this.#received = Buffer.concat([this.#received, bytes]);
    for (let at = this.#received.indexOf(NEWLINE); at !== -1; at = this.#received.indexOf(NEWLINE)) {
      if (at >= LONGEST_REQUEST) {
        this.#refuse(say`The request is too long.`);
        return;
      }
      this.#waiting.push(this.#received.subarray(0, at));
      this.#received = this.#received.subarray(at + 1);
      if (this.#tooLate !== null) clearTimeout(this.#tooLate);
      this.#tooLate = null;
    }
    if (this.#received.length >= LONGEST_REQUEST) {
      this.#refuse(say`The request is too long.`);
      return;
    }
    if (this.#received.length > 0)
      this.#tooLate ??= setTimeout(() => this.#refuse(say`The request did not arrive completely.`), PATIENCE);
    this.#goOn();
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#tooLate !== null) clearTimeout(this.#tooLate);
    this.#ended();
  }

  #goOn(): void {
    if (this.#isRefused) return;
    for (let line = this.#waiting[0]; line !== undefined && this.#hasRoomFor(line); line = this.#waiting[0]) {
      const { length } = line;
      this.#waiting.shift();
      this.#underWay.push(length);
      void this.#work(line).then(() => {
        this.#underWay.splice(this.#underWay.indexOf(length), 1);
        this.#goOn();
      });
    }
    if (this.#waiting.length > 0) this.#connection.pause();
    else this.#connection.resume();
  }

  #hasRoomFor({ length }: Buffer): boolean {
    const bytes = this.#underWay.reduce((sum, one) => sum + one, length);
    return this.#underWay.length === 0 || (this.#underWay.length < AT_ONCE && bytes <= BYTES_AT_ONCE);
  }

  async #work(line: Buffer): Promise<void> {
    const { handlers, secrets } = this.#parts;
    let id: number | null = null;
    try {
      const request = readRequest(line);
      if (this.#working.has(request.id)) throw new Refusal(say`Two requests have the same number.`);
      id = request.id;
      this.#working.add(id);
      await this.#say({ id, done: await act(handlers, request.verb, request.with) });
    } catch (error) {
      if (error instanceof Refusal || id === null) {
        this.#refuse(troubleOf(error));
        return;
      }
      await this.#say({ id, failed: failureOf(error, await secrets().catch(() => [])) });
    } finally {
      if (id !== null) this.#working.delete(id);
    }
  }

  /** Waits until the answer has left: answers that the panel does not read would fill the memory. */
  async #say(answer: HelperAnswer): Promise<void> {
    if (this.#isRefused || this.#isOver) return;
    await new Promise<void>((resolve) => {
      this.#connection.write(`${JSON.stringify(answer)}\n`, () => resolve());
    });
  }

  #refuse(reason: Sentence): void {
    if (this.#isRefused || this.#isOver) return;
    this.#isRefused = true;
    this.#parts.log.error(`refused: ${english(reason)}`);
    this.#connection.end(`${JSON.stringify({ refused: reason })}\n`, () => this.end());
    // A panel that does not read it is not waited for.
    this.#tooLate = setTimeout(() => this.end(), PATIENCE);
  }
}

async function act<V extends VerbName>(handlers: Handlers, verb: V, given: unknown): Promise<AnswerOf<V>> {
  const request = verbs[verb].request.safeParse(given);
  if (!request.success)
    throw new Refusal(say`A field of the request ${{ verb }} is missing, unknown or of the wrong type.`);
  return handlers[verb](request.data);
}

function failureOf(
  error: unknown,
  hidden: readonly Secret[],
): Extract<HelperAnswer, { id: number; failed: unknown }>['failed'] {
  const clean = (words: Values | Sentence): unknown =>
    JSON.parse(JSON.stringify(words), (_name, value: unknown) =>
      typeof value === 'string' ? redact(value, hidden) : value,
    );
  if (error instanceof PanelError)
    return { code: error.code, details: valuesSchema.parse(clean(error.details)) };
  if (error instanceof Trouble) return { sentence: sentenceSchema.parse(clean(error.sentence)) };
  return { message: redact(reasonOf(error), hidden) };
}
