import { once } from 'node:events';
import {
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'node:test';
import { createApp } from '../../src/app.js';
import type { Module } from '../../src/core/module/index.js';
import type { Directory } from '../../src/core/ports.js';
import type { Job } from '../../src/core/progress.js';
import { Secret } from '../../src/core/secret.js';
import { createPanel, type Panel } from '../../src/panel.js';
import { Sessions } from '../../src/services/sign-in/sessions.js';
import { OwnLanguage } from '../../src/services/sign-in/own-language.js';
import { SignIn } from '../../src/services/sign-in/sign-in.js';
import type { Languages } from '../../src/core/words/languages.js';
import { readStylesheet } from '../../src/system/stylesheet.js';
import { languagesIn } from '../../scripts/words/compiled.js';
import type { Deps, WebConfig } from '../../src/web/deps.js';
import { serve } from '../../src/web/serve.js';
import { memoryMachine, type MemoryMachine } from '../helpers/memory-machine.js';
import { sampleModules } from './sample-modules.js';
import { judgeLines } from '../helpers/log-rule.js';

/** The administrator's password in these tests. */
export const PASSWORD = 'correct horse battery';

const folder = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** The whole web application, as in service, over a machine that is only in memory. */
export interface TestPanel {
  readonly port: number;
  readonly url: string;
  readonly machine: MemoryMachine;
  readonly panel: Panel;
  readonly deps: Deps;
  readonly sessions: Sessions;
  readonly server: Server;
  /** Saves what is pending and waits for the end. */
  readonly save: () => Promise<Job>;
  /** A browser that nobody signed in with. */
  readonly stranger: () => Browser;
  /** A browser of the administrator. */
  readonly administrator: () => Browser;
}

/** Starts it on a free loopback port. Without a directory it has an empty one. */
export async function startPanel(
  context: Pick<TestContext, 'after'>,
  config: Partial<WebConfig> = {},
  directory?: Directory,
  modules: readonly Module[] = sampleModules(),
  languages: Languages = languagesIn(folder('languages')),
  watchSeconds = 0,
): Promise<TestPanel> {
  const machine = { ...memoryMachine(), ...(directory === undefined ? {} : { directory }) };
  const { clock, log, store } = machine;
  context.after(() => {
    judgeLines(log.lines.flatMap((line) => (line.startsWith('error: ') ? [['panel', line] as const] : [])));
  });
  const panel = await createPanel(machine, modules, watchSeconds);
  const sessions = new Sessions(clock);
  const { signIn } = await SignIn.open({ store, clock, log, firstPassword: new Secret(PASSWORD) });
  const deps: Deps = {
    ...panel,
    config: {
      hosts: ['127.0.0.1', 'localhost'],
      secure: false,
      trusted: false,
      views: folder('views'),
      public: folder('public'),
      serverName: 'machine.example.org',
      version: '1.2.3',
      passwordCommand: null,
      stylesheet: readStylesheet(folder('public/style')),
      ...config,
    },
    signIn,
    sessions,
    languages,
    ownLanguage: await OwnLanguage.open({ store, log }),
    clock,
    log,
  };
  const server = await serve(createApp(deps), { host: '127.0.0.1', port: 0 });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the panel has no port');
  context.after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const { port } = address;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    machine,
    panel,
    deps,
    sessions,
    server,
    save: () => saved(panel),
    stranger: () => new Browser(port),
    administrator: () => new Browser(port, new Map([['ebox', sessions.open('admin', '127.0.0.1')]])),
  };
}

async function saved({ save }: Panel): Promise<Job> {
  save.start('admin');
  for (;;) {
    const job = save.current();
    if (job !== null && job.outcome !== 'running') return job;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** An answer of the panel. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One request, its headers exactly as given. */
export async function send(
  port: number,
  options: { method: string; path: string; headers?: Record<string, string>; body?: string },
): Promise<Answer> {
  const { method, path, headers = {}, body } = options;
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false });
    outgoing.on('response', resolve).on('error', reject).end(body);
  });
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8')) text += String(chunk);
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, text };
}

/** Sends exactly this text and gives all that comes back until the panel closes the connection. */
export async function sendRaw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  socket.write(text);
  let answer = '';
  socket.on('data', (chunk: string) => (answer += chunk));
  await once(socket, 'close');
  return answer;
}

/** What a browser does: keeps cookies, says where a form comes from, and sends the token that the last page had. */
export class Browser {
  readonly #port: number;
  readonly cookies: Map<string, string>;
  token = '';

  constructor(port: number, cookies = new Map<string, string>()) {
    this.#port = port;
    this.cookies = cookies;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#send({ method: 'GET', path, headers: { 'Sec-Fetch-Site': 'same-origin', ...headers } });
  }

  /** Sends a form as a browser does. The token of the last page goes with it unless `fields` has one. */
  post(path: string, fields: Record<string, string> = {}): Promise<Answer> {
    return this.postWith(
      path,
      { _token: this.token, ...fields },
      { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' },
    );
  }

  /** Sends exactly these fields, and these headers beside the form's type and the cookies. */
  postWith(path: string, fields: Record<string, string>, headers: Record<string, string>): Promise<Answer> {
    return this.postText(path, new URLSearchParams(fields).toString(), headers);
  }

  /** Sends exactly this text as the form. */
  postText(path: string, body: string, headers: Record<string, string>): Promise<Answer> {
    const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
    return this.#send({ method: 'POST', path, headers: { ...type, ...headers }, body });
  }

  /** The page that a form leads to. */
  async follow(answer: Answer): Promise<Answer> {
    const { location } = answer.headers;
    if (answer.status !== 303 || location === undefined)
      throw new Error(`no redirect: ${answer.status} ${answer.text}`);
    return this.get(location);
  }

  async #send(options: {
    method: string;
    path: string;
    headers: Record<string, string>;
    body?: string;
  }): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await send(this.#port, {
      ...options,
      headers: { ...options.headers, ...(cookie === '' ? {} : { Cookie: cookie }) },
    });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (line.includes('Max-Age=0')) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    this.token = /name="_token" value="([^"]+)"/.exec(answer.text)?.[1] ?? this.token;
    return answer;
  }
}

/** The hidden fields that the panel put into a page's forms, beside the token. */
export function ownFields({ text }: Answer): Record<string, string> {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  const plain = (value: string): string =>
    value.replace(/&([a-z]+|#39);/g, (_, name) => entities[String(name)] ?? '');
  const found = text.matchAll(/<input type="hidden" name="(_(?!token)[a-z]+)" value="([^"]*)"/g);
  return Object.fromEntries([...found].map(([, name = '', value = '']) => [name, plain(value)]));
}
