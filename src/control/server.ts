import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { foreseenIn, PanelError } from '../errors.js';
import type { Actor } from '../core/act.js';
import { ADMINISTRATOR } from '../services/sign-in/administrator.js';
import type { Deps } from './deps.js';
import { handlers } from './handlers/index.js';
import { sendJobLines } from './job-lines.js';
import { Refusal } from '../core/shell/refusal.js';
import { envelopeSchema, type RefusalBody } from '../core/shell/verb.js';
import { jobVerb } from './verbs/changes.js';

/** Characters of a request: a file of users is 5 MB, in base64. */
const LONGEST = 8_000_000;

/**
 * The panel's door for the shell: JSON over HTTP, one path a verb, always POST. It listens nowhere yet: every
 * program that may connect to where it is put has the administrator's powers.
 */
export function createControlServer(deps: Deps): Server {
  const byPath = new Map(handlers(deps).map((handler) => [`/${handler.path}`, handler]));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (request.method !== 'POST') throw new PanelError('method-not-allowed');
      const { ask, actor } = await asked(request);
      if (request.url === `/${jobVerb.path}`) {
        sendJobLines(response, deps.save);
        return;
      }
      const handler = byPath.get(request.url ?? '');
      if (handler === undefined) throw new PanelError('not-found');
      send(response, 200, await handler.run(ask, actor));
    } catch (error) {
      const { status, body } = refusalOf(error, request.url ?? '', deps);
      send(response, status, body);
    }
  }

  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 1_000 },
    (request, response) => void answer(request, response),
  );
  server.maxConnections = 50;
  return server;
}

async function asked(request: IncomingMessage): Promise<{ ask: unknown; actor: Actor }> {
  let text = '';
  // What is too long is still read to its end, and not kept: a client that still sends would not see the answer.
  for await (const chunk of request.setEncoding('utf8')) if (text.length <= LONGEST) text += String(chunk);
  if (text.length > LONGEST) throw new PanelError('too-large');
  const envelope = envelopeSchema.safeParse(json(text));
  if (!envelope.success) throw new PanelError('bad-request');
  const { user, ask } = envelope.data;
  return { ask, actor: { who: `${ADMINISTRATOR} (eboxctl, ${user})`, from: 'shell', session: '' } };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PanelError('bad-request', {}, error);
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

/** What was foreseen as it is; of a mistake a number that stands in the log. */
function refusalOf(
  error: unknown,
  where: string,
  { log }: Pick<Deps, 'log'>,
): { status: number; body: RefusalBody } {
  if (error instanceof Refusal) return error;
  const foreseen = foreseenIn(error);
  if (foreseen !== null) return bodyOf(foreseen);
  const id = randomUUID().slice(0, 8);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error(`${id}: eboxctl ${where}: ${JSON.stringify(text)}`);
  return bodyOf(new PanelError('internal', { id }));
}

function bodyOf({ status, code, sentence }: PanelError): { status: number; body: RefusalBody } {
  return { status, body: { code, sentences: [sentence], fields: {} } };
}
