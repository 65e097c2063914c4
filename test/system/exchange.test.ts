import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { exchange } from '../../src/system/exchange.js';
import { freePort } from '../helpers/ports.js';

const message = Buffer.from('question');
const at = (port: number): { address: string; port: number } => ({ address: '127.0.0.1', port });
const any = (): boolean => true;

/** A UDP server that sends these to whoever asks. */
async function datagramsOf(context: TestContext, ...answers: readonly string[]): Promise<number> {
  const server = createSocket('udp4');
  context.after(() => server.close());
  server.on('message', (_, { port, address }) => {
    for (const answer of answers) server.send(answer, port, address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address().port;
}

/** A TCP server that does this with whoever asks. */
async function streamOf(context: TestContext, act: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    context.after(() => socket.destroy());
    socket.on('error', () => undefined).once('data', () => act(socket));
  });
  context.after(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return address.port;
}

test('of the datagrams that come, the answer is taken', async (context) => {
  const port = await datagramsOf(context, 'noise', 'answer', 'late');
  const bytes = await exchange.datagram(
    at(port),
    message,
    (one) => Buffer.from(one).toString() === 'answer',
    2,
  );
  assert.equal(Buffer.from(bytes).toString(), 'answer');
});

test('a datagram of somebody else is not heard', async (context) => {
  const server = createSocket('udp4');
  const stranger = createSocket('udp4');
  context.after(() => (server.close(), stranger.close()));
  server.on('message', (_, { port, address }) => {
    stranger.send('forged', port, address, () => server.send('true', port, address));
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  const bytes = await exchange.datagram(at(server.address().port), message, any, 2);
  assert.equal(Buffer.from(bytes).toString(), 'true');
});

test('no datagram, or none that is an answer, is no answer', async (context) => {
  await assert.rejects(
    exchange.datagram(at(await datagramsOf(context)), message, any, 0.1),
    /^Trouble: No answer within 0.1 s\.$/,
  );
  const noisy = await datagramsOf(context, 'noise');
  await assert.rejects(
    exchange.datagram(at(noisy), message, () => false, 0.1),
    /No answer within/,
  );
});

test('nobody who listens is told at once, by UDP as by TCP', async () => {
  const port = await freePort();
  await assert.rejects(
    exchange.datagram(at(port), message, any, 5),
    /^Trouble: The connection was refused\.$/,
  );
  await assert.rejects(exchange.stream(at(port), message, any, 5), /^Trouble: The connection was refused\.$/);
});

test('an address that nothing leads to is an error too', async () => {
  const nowhere = { address: '255.255.255.255', port: 53 };
  await assert.rejects(exchange.datagram(nowhere, message, any, 0.5), Error);
  await assert.rejects(exchange.stream(nowhere, message, any, 0.5), Error);
  await assert.rejects(exchange.datagram({ address: '10.0.0.300', port: 53 }, message, any, 0.5), Error);
});

test('a stream is complete when it is said to be, whatever pieces it came in', async (context) => {
  const port = await streamOf(context, (socket) => {
    socket.write('ans');
    setImmediate(() => socket.write('wer'));
  });
  const bytes = await exchange.stream(at(port), message, ({ length }) => length === 6, 2);
  assert.equal(Buffer.from(bytes).toString(), 'answer');
});

test('a stream that ends, that is late, or that never ends is an error', async (context) => {
  const ends = await streamOf(context, (socket) => socket.end('ans'));
  await assert.rejects(
    exchange.stream(at(ends), message, () => false, 2),
    /closed before the answer was complete/,
  );
  const silent = await streamOf(context, () => undefined);
  await assert.rejects(
    exchange.stream(at(silent), message, () => false, 0.1),
    /No answer within/,
  );
  const endless = await streamOf(context, (socket) => {
    const more = (): boolean => socket.write('x'.repeat(50_000), () => socket.destroyed || more());
    more();
  });
  await assert.rejects(
    exchange.stream(at(endless), message, () => false, 5),
    /too long/,
  );
});
