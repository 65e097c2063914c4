/**
 * A program of its own, so that it does not slow down who measures. Prints "flooding" when it is at it, and ends by SIGTERM.
 *   flooder idle PORT RATE ADDRESS…   opens so many connections a second, from one address after the other, and keeps them
 *   flooder chat PORT DOMAIN USER     signs in and sends itself messages as fast as they go, and does so again whenever it is
 *                                     ended; the password by standard input
 */
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Wire, type Door } from './wire.js';

/** Milliseconds between two portions of a flood. */
const PORTION = 50;

const [mode, port, ...rest] = process.argv.slice(2);
if (mode === 'idle') await idle(Number(port), Number(rest[0]), rest.slice(1));
else await chat(Number(port), rest[0] ?? '', rest[1] ?? '');

async function idle(port: number, rate: number, addresses: readonly string[]): Promise<never> {
  const began = performance.now();
  let opened = 0;
  process.stdout.write('flooding\n');
  for (;;) {
    for (; opened < ((performance.now() - began) / 1000) * rate; opened += 1) {
      const localAddress = addresses[opened % addresses.length] ?? '';
      const socket = connect({ port, host: '127.0.0.1', localAddress });
      socket.on('error', () => undefined);
      socket.resume();
    }
    await delay(PORTION);
  }
}

async function chat(port: number, domain: string, userName: string): Promise<never> {
  const chunks: string[] = [];
  for await (const chunk of process.stdin) chunks.push(String(chunk));
  process.stdout.write('flooding\n');
  for (;;) {
    await sendWithoutEnd({ port, domain, from: '127.0.3.1' }, userName, chunks.join('')).catch(
      () => undefined,
    );
    await delay(PORTION);
  }
}

async function sendWithoutEnd(door: Door, userName: string, password: string): Promise<never> {
  const wire = await Wire.open(door);
  try {
    await wire.authenticate(userName, password);
    await wire.bind('flood');
    for (;;) await wire.say(`${userName}@${door.domain}/flood`, 'x'.repeat(200));
  } finally {
    wire.close();
  }
}
