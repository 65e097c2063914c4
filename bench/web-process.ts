import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { CleanUp } from '../test/helpers/clean-up.js';
import { freePort } from '../test/helpers/ports.js';
import { residentMegabytes } from './memory.js';

/** Milliseconds between two tries whether it answers. */
const TRY_EVERY = 5;
/** Tries until it is given up. */
const TRIES = 6000;

/** What a page is asked for. */
export interface Page {
  readonly path: string;
  readonly cookie: string;
}

/** A web server as a process of its own, as in service. */
export class WebProcess {
  readonly port: number;
  /** Milliseconds from its start to its first answer. */
  readonly firstAnswer: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number, firstAnswer: number) {
    this.#child = child;
    this.port = port;
    this.firstAnswer = firstAnswer;
  }

  /**
   * Starts `node` and waits until it answers anything.
   * @param argv what node is to run, for a port of 127.0.0.1
   */
  static async start(
    ending: CleanUp,
    argv: (port: number) => readonly string[],
    environment: (port: number) => Readonly<Record<string, string>> = () => ({}),
  ): Promise<WebProcess> {
    const port = await freePort();
    const began = performance.now();
    const child = spawn(process.execPath, argv(port), {
      env: { PATH: process.env['PATH'] ?? '', ...environment(port) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    ending.after(() => end(child));
    for (let tries = 0; tries < TRIES; tries += 1) {
      if ((await statusOf(port, { path: '/sign-in', cookie: '' }).catch(() => null)) !== null) {
        return new WebProcess(child, port, performance.now() - began);
      }
      if (child.exitCode !== null) break;
      await delay(TRY_EVERY);
    }
    throw new Error(`${argv(port).join(' ')} does not answer`);
  }

  megabytes(): Promise<number> {
    return residentMegabytes(this.#child.pid ?? 0);
  }

  stop(): Promise<void> {
    return end(this.#child);
  }

  /** Milliseconds of each of so many requests, one after another on one connection. */
  async each(page: Page, count: number): Promise<readonly number[]> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const times: number[] = [];
    for (let number = 0; number < count; number += 1) {
      const began = performance.now();
      await this.#mustAnswer(page, agent);
      times.push(performance.now() - began);
    }
    agent.destroy();
    return times;
  }

  /** Requests a second at ten connections, while so many are made. */
  async perSecond(page: Page, count: number): Promise<number> {
    const agent = new Agent({ keepAlive: true, maxSockets: 10 });
    const began = performance.now();
    let left = count;
    const client = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await this.#mustAnswer(page, agent);
      }
    };
    await Promise.all(Array.from({ length: 10 }, client));
    agent.destroy();
    return (count / (performance.now() - began)) * 1000;
  }

  async #mustAnswer(page: Page, agent: Agent): Promise<void> {
    const status = await statusOf(this.port, page, agent);
    if (status !== 200) throw new Error(`${page.path} was answered with ${status}`);
  }
}

function statusOf(port: number, { path, cookie }: Page, agent?: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = cookie === '' ? {} : { Cookie: cookie };
    const outgoing = request({
      host: '127.0.0.1',
      port,
      path,
      headers,
      ...(agent === undefined ? {} : { agent }),
    });
    outgoing.on('error', reject).on('response', (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    outgoing.end();
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
