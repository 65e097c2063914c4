import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { test, type TestContext } from 'node:test';
import { listenersOn, parseListening } from '../../src/system/listeners.js';

async function listenOn(context: TestContext, host: string, port = 0): Promise<number> {
  const server: Server = createServer().listen({ host, port, ipv6Only: host === '::' });
  await once(server, 'listening');
  context.after(() => server.close());
  const address: string | AddressInfo | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('whoever listens on a port is named, with where', async (context) => {
  const port = await listenOn(context, '127.0.0.1');
  assert.deepEqual(await listenersOn(port), [{ on: 'loopback', pid: process.pid, program: 'node' }]);
  await listenOn(context, '::', port);
  const found = await listenersOn(port);
  assert.deepEqual(found.map(({ on }) => on).sort(), ['all', 'loopback']);
});

test('a port that nobody listens on has no listener', async (context) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = await listenOn(context, '127.0.0.1');
  server.close();
  await once(server, 'close');
  assert.notEqual(port, 0);
  assert.deepEqual(await listenersOn(1), []);
});

test('the table of the kernel is read: who listens, and where', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:14E3 00000000:0000 0A 00000000:00000000 00:00000000 00000000   106        0 4711 1 0 100 0 0 10 0',
    '   1: 0100007F:14E3 0100007F:9C40 01 00000000:00000000 00:00000000 00000000   106        0 4712 1 0 20 4 30 10 -1',
    '   2: 00000000000000000000000001000000:1466 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 4713 1',
    '   3: 0000000000000000FFFF00000100007F:1466 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 4714 1',
    '   4: 00000000000000000000000000000000:1466 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 4715 1',
    '   5: 0502A8C0:1466 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4716 1',
  ].join('\n');
  assert.deepEqual(parseListening(table), [
    { on: 'loopback', port: 5347, inode: '4711' },
    { on: 'loopback', port: 5222, inode: '4713' },
    { on: 'loopback', port: 5222, inode: '4714' },
    { on: 'all', port: 5222, inode: '4715' },
    { on: 'one', port: 5222, inode: '4716' },
  ]);
});
