import type { Duplex } from 'node:stream';
import {
  LONGEST_REQUEST,
  requestSchema,
  verbs,
  type AnswerOf,
  type HelperAnswer,
  type VerbName,
} from '../core/helper-verbs.js';
import type { Log } from '../core/ports.js';
import { redact } from '../core/redact.js';
import type { Secret } from '../core/secret.js';
import { PanelError, reasonOf } from '../errors.js';
import type { Handlers } from './handlers.js';
import { Refusal } from './refusal.js';

/** Milliseconds that a request may take from its first byte until it is whole. */
const PATIENCE = 5_000;
/** Requests that are worked on at once; the next ones wait in the socket. */
const AT_ONCE = 64;
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
export function converse(connection: Duplex, { handlers, secrets, log }: ConversationParts): Promise<void> {
  return new Promise((resolve) => {
    const working = new Set<number>();
    const waiting: Buffer[] = [];
    let received = Buffer.alloc(0);
    let tooLate: NodeJS.Timeout | null = null;
    let isRefused = false;
    let isOver = false;

    const end = (): void => {
      if (isOver) return;
      isOver = true;
      if (tooLate !== null) clearTimeout(tooLate);
      resolve();
    };
    const say = (answer: HelperAnswer): void => {
      if (!isRefused && !isOver) connection.write(`${JSON.stringify(answer)}\n`);
    };
    const refuse = (reason: string): void => {
      if (isRefused || isOver) return;
      isRefused = true;
      log.error(`refused: ${reason}`);
      connection.end(`${JSON.stringify({ refused: reason })}\n`, end);
      // Whoever does not read it is not waited for.
      tooLate = setTimeout(end, PATIENCE);
    };

    const work = async (line: Buffer): Promise<void> => {
      let id: number | null = null;
      try {
        const request = parsed(line);
        if (working.has(request.id)) throw new Refusal('two requests with one number');
        id = request.id;
        working.add(id);
        say({ id, done: await act(handlers, request.verb, request.with) });
      } catch (error) {
        if (error instanceof Refusal || id === null) {
          refuse(reasonOf(error));
          return;
        }
        say({ id, failed: failureOf(error, await secrets().catch(() => [])) });
      } finally {
        if (id !== null) working.delete(id);
      }
    };

    const goOn = (): void => {
      if (isRefused) return;
      for (const line of waiting.splice(0, AT_ONCE - working.size)) void work(line).then(goOn);
      if (waiting.length > 0) connection.pause();
      else connection.resume();
    };

    connection.on('data', (bytes: Buffer) => {
      if (isRefused) return;
      received = Buffer.concat([received, bytes]);
      for (let at = received.indexOf(NEWLINE); at !== -1; at = received.indexOf(NEWLINE)) {
        if (at >= LONGEST_REQUEST) {
          refuse('a request that is too long');
          return;
        }
        waiting.push(received.subarray(0, at));
        received = received.subarray(at + 1);
        if (tooLate !== null) clearTimeout(tooLate);
        tooLate = null;
      }
      if (received.length >= LONGEST_REQUEST) {
        refuse('a request that is too long');
        return;
      }
      if (received.length > 0) tooLate ??= setTimeout(() => refuse('half a request'), PATIENCE);
      goOn();
    });
    connection.on('end', end);
    connection.on('close', end);
    connection.on('error', end);
  });
}

/** @throws Refusal */
function parsed(line: Buffer): { id: number; verb: VerbName; with: unknown } {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
  } catch {
    throw new Refusal('a request that is not UTF-8');
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new Refusal('a request that is not one JSON document');
  }
  const request = requestSchema.safeParse(document);
  if (!request.success) throw new Refusal('a request with a field too many, too few or of the wrong kind');
  const { id, verb } = request.data;
  if (!isVerb(verb)) throw new Refusal('an unknown verb');
  return { id, verb, with: request.data.with };
}

function isVerb(name: string): name is VerbName {
  return Object.hasOwn(verbs, name);
}

async function act<V extends VerbName>(handlers: Handlers, verb: V, given: unknown): Promise<AnswerOf<V>> {
  const request = verbs[verb].request.safeParse(given);
  if (!request.success) throw new Refusal(`${verb} with a field too many, too few or of the wrong kind`);
  return handlers[verb](request.data);
}

function failureOf(
  error: unknown,
  hidden: readonly Secret[],
): Extract<HelperAnswer, { id: number; failed: unknown }>['failed'] {
  if (!(error instanceof PanelError)) return { message: redact(reasonOf(error), hidden) };
  const details: Record<string, string> = {};
  for (const [name, text] of Object.entries(error.details)) details[name] = redact(text, hidden);
  return { code: error.code, details };
}
