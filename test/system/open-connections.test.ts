import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { test } from 'node:test';
import { createNetwork } from '../../src/system/network.js';
import { parseEstablished } from '../../src/system/open-connections.js';

test('open connections are those of the kernel', async (context) => {
  const server = createServer();
  context.after(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const where = server.address();
  assert.ok(where !== null && typeof where === 'object');
  const socket = connect(where.port, '127.0.0.1');
  context.after(() => socket.destroy());
  await once(socket, 'connect');
  const { localPort } = socket;
  const found = (await createNetwork().openConnections()).filter((one) => one.localPort === where.port);
  assert.deepEqual(found, [
    { localPort: where.port, remoteAddress: '127.0.0.1', remotePort: localPort ?? 0 },
  ]);
});

test('addresses are written as everywhere else', () => {
  const table = [
    '  sl  local_address remote_address st',
    '   0: 0100007F:1495 0101A8C0:D431 01 x',
    '   1: 0000000000000000FFFF00000101A8C0:1495 0000000000000000FFFF00000201A8C0:D432 01 x',
    '   2: B80D0120000000000000000001000000:1495 B80D0120000000000000000007000000:D433 01 x',
    '   3: 00000000:1495 00000000:0000 0A x',
  ].join('\n');
  assert.deepEqual(
    parseEstablished(table).map(({ remoteAddress, remotePort }) => `${remoteAddress} ${remotePort}`),
    ['192.168.1.1 54321', '192.168.1.2 54322', '2001:db8::7 54323'],
  );
});
