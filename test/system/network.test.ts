import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { createNetwork } from '../../src/system/network.js';
import { temporaryFolder } from '../helpers/folder.js';
import { freePort } from '../helpers/ports.js';

const network = createNetwork();

async function serverThat(context: TestContext, act: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    act(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return address.port;
}

test('text comes back when it is complete, whatever pieces it came in', async (context) => {
  const bytes = Buffer.from('grüße\nnext', 'utf8');
  const port = await serverThat(context, (socket) => {
    socket.write(bytes.subarray(0, 3));
    socket.once('data', () => socket.write(bytes.subarray(3)));
  });
  const connection = await network.connect({ host: '127.0.0.1', port }, 2);
  context.after(() => connection.close());
  let seen = '';
  await assert.rejects(
    connection.receive((text) => ((seen = text), text.length > 2), 0.1),
    /No answer/,
  );
  assert.equal(seen, 'gr', 'half a character is no text yet');
  await connection.send('go on');
  assert.equal(await connection.receive((text) => text.endsWith('next'), 2), 'grüße\nnext');
});

test('what is not taken is kept for the next time', async (context) => {
  const port = await serverThat(context, (socket) => socket.on('data', (data) => socket.write(data)));
  const connection = await network.connect({ host: '127.0.0.1', port }, 2);
  context.after(() => connection.close());
  await connection.send('one');
  await assert.rejects(
    connection.receive((text) => text === 'never', 0.05),
    /No answer within 0.05 s/,
  );
  await connection.send(' two');
  assert.equal(await connection.receive((text) => text.endsWith('two'), 2), 'one two');
});

test('a refused connection, a missing socket and a silent server are told in plain words', async (context) => {
  const folder = await temporaryFolder(context);
  const silent = await serverThat(context, () => undefined);
  const target = { host: '127.0.0.1', port: await freePort() };
  await assert.rejects(network.connect(target, 2), { message: 'The connection was refused.' });
  await assert.rejects(network.connect({ socket: `${folder}/none` }, 2), {
    message: 'No program listens there.',
  });
  const toSilent = { host: '127.0.0.1', port: silent, serverName: 'x' };
  await assert.rejects(network.connectTls(toSilent, 0.1), { message: 'No answer within 0.1 s.' });
});

test('a connection that ends says so, to whoever waits and to whoever asks later', async (context) => {
  const port = await serverThat(context, (socket) => socket.end('half'));
  const connection = await network.connect({ host: '127.0.0.1', port }, 2);
  await assert.rejects(
    connection.receive((text) => text === 'whole', 2),
    { message: 'The connection was closed.' },
  );
  await assert.rejects(
    connection.receive((text) => text === 'whole', 2),
    { message: 'The connection was closed.' },
  );
});

test('more than a megabyte that nobody takes ends the connection', async (context) => {
  const port = await serverThat(context, (socket) => socket.write('x'.repeat(1_100_000)));
  const connection = await network.connect({ host: '127.0.0.1', port }, 2);
  await assert.rejects(
    connection.receive(() => false, 5),
    { message: 'The answer is too long.' },
  );
});

test('names resolve to addresses, or to none within the limit', async () => {
  assert.ok(
    (await network.resolve('localhost', 2)).some((address) => ['127.0.0.1', '::1'].includes(address)),
  );
  assert.deepEqual(await network.resolve('nobody.invalid', 2), []);
});

test('this machine knows its addresses', async () => {
  assert.ok(network.ownAddresses().includes('127.0.0.1'));
  for (const address of await network.outwardAddresses())
    assert.ok(network.ownAddresses().includes(address), address);
});
