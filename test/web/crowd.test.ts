import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { test, type TestContext } from 'node:test';
import express from 'express';
import { serveSecurely } from '../../src/web/serve.js';
import { temporaryFolder } from '../helpers/folder.js';
import { makePanelCertificate } from '../helpers/panel-certificate.js';
import { PASSWORD, startPanel, type TestPanel } from './test-panel.js';

/** What is never answered is a failure. */
const WITHIN = { timeout: 60_000 };

/** Opens connections from one address of this machine, each of which says this and no more. */
async function hold(
  context: TestContext,
  { port }: Pick<TestPanel, 'port'>,
  { count, from, saying = '' }: { count: number; from: string; saying?: string },
): Promise<readonly Socket[]> {
  const sockets = Array.from({ length: count }, () =>
    connect({ port, host: '127.0.0.1', localAddress: from }).on('error', () => undefined),
  );
  context.after(() => sockets.forEach((socket) => socket.destroy()));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  for (const socket of sockets) socket.write(saying);
  return sockets;
}

/** Waits until the panel has ended this connection. */
async function ended(socket: Socket): Promise<void> {
  if (!socket.resume().destroyed) await once(socket, 'close');
}

/** The administrator comes, signs in and sees the home page. */
async function signsIn({ stranger }: TestPanel): Promise<void> {
  const browser = stranger();
  assert.equal((await browser.get('/sign-in')).status, 200);
  const signedIn = await browser.post('/sign-in', { name: 'admin', password: PASSWORD });
  assert.equal(signedIn.status, 303);
  assert.match((await browser.follow(signedIn)).text, /<h1>Home<\/h1>/);
}

const halfSignIn = [
  'POST /sign-in HTTP/1.1',
  'Host: 127.0.0.1',
  'Sec-Fetch-Site: same-origin',
  'Content-Type: application/x-www-form-urlencoded',
  'Content-Length: 100',
  '',
  'name=admin&password=',
].join('\r\n');

for (const from of ['127.0.0.1', '127.0.0.9']) {
  test(`many half-sent sign-ins from ${from} keep nobody out`, WITHIN, async (context) => {
    const panel = await startPanel(context);
    const held = await hold(context, panel, { count: 30, from, saying: halfSignIn });
    await signsIn(panel);
    assert.ok(held.every((socket) => !socket.destroyed));
  });

  test(`hundreds of idle connections from ${from} keep nobody out`, WITHIN, async (context) => {
    const panel = await startPanel(context);
    await hold(context, panel, { count: 230, from });
    await signsIn(panel);
    await hold(context, panel, { count: 400, from });
    await signsIn(panel);
  });
}

test('idle connections from fifty addresses keep nobody out', WITHIN, async (context) => {
  const panel = await startPanel(context);
  for (let address = 1; address <= 50; address += 1)
    await hold(context, panel, { count: 10, from: `127.0.1.${address}` });
  await signsIn(panel);
});

test('whoever holds many connections loses his own oldest, and nobody else any', WITHIN, async (context) => {
  const panel = await startPanel(context);
  const [other] = await hold(context, panel, { count: 1, from: '127.0.0.8' });
  const held = await hold(context, panel, { count: 400, from: '127.0.0.9', saying: 'GET / HTTP/1.1\r\n' });
  const [oldest] = held;
  assert.ok(other !== undefined && oldest !== undefined);
  await ended(oldest);
  assert.equal(held.filter((socket) => socket.destroyed).length, 1);
  assert.equal(other.destroyed, false);
});

test('who is signed in keeps the connection, whoever comes', WITHIN, async (context) => {
  const panel = await startPanel(context);
  const id = panel.sessions.open('admin', '127.0.0.1');
  const ask = `GET /account HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ebox=${id}\r\n\r\n`;
  const [own] = await hold(context, panel, { count: 1, from: '127.0.0.9', saying: ask });
  assert.ok(own !== undefined);
  await once(own, 'data');
  const held = await hold(context, panel, { count: 401, from: '127.0.0.9' });
  await ended(held[0] ?? own);
  own.resume().write(ask);
  await once(own, 'data');
});

test(
  'half a TLS handshake, and TLS without a word after it, take nobody’s place either',
  WITHIN,
  async (context) => {
    const app = express().get('/', (_request, response) => void response.send('here'));
    const { pem } = makePanelCertificate(await temporaryFolder(context), 'DNS:panel.lan');
    const { server } = await serveSecurely(app, { host: '127.0.0.1', port: 0 }, pem);
    context.after(() => void server.close());
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    const { port } = address;
    const browser = async (): Promise<string> => {
      const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
      context.after(() => socket.destroy());
      await once(socket, 'secureConnect');
      socket.write('GET / HTTP/1.1\r\nHost: panel.lan\r\n\r\n');
      for await (const piece of socket.setEncoding('utf8')) return String(piece);
      return '';
    };
    await hold(context, { port }, { count: 230, from: '127.0.0.9', saying: '\x16\x03\x01' });
    assert.match(await browser(), /200 OK/);
    const [raw] = await hold(context, { port }, { count: 1, from: '127.0.0.9' });
    assert.ok(raw !== undefined);
    const silent = connectTls({ socket: raw, rejectUnauthorized: false });
    await once(silent, 'secureConnect');
    // It may be told so by a reset.
    const ended = new Promise<void>((resolve) => {
      silent
        .resume()
        .on('error', () => undefined)
        .once('close', () => resolve());
    });
    await hold(context, { port }, { count: 405, from: '127.0.0.9', saying: '\x16\x03\x01' });
    assert.match(await browser(), /200 OK/);
    await ended;
  },
);
