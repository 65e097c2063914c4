import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test, type TestContext } from 'node:test';
import { routerPort } from '../../src/system/ports-in-use.js';
import { createStore } from '../../src/system/store.js';
import { temporaryFolder } from '../helpers/folder.js';

async function listenOn(port: number, context: TestContext): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => server.close());
}

test('the chosen port is free, and stays chosen though somebody else takes it', async (context) => {
  const store = createStore(await temporaryFolder(context));
  const port = await routerPort(store);
  await listenOn(port, context);
  assert.equal(await routerPort(store), port);
  const another = await routerPort(createStore(await temporaryFolder(context)));
  assert.notEqual(another, port);
  await listenOn(another, context);
});

test('a port that makes no sense is refused, not replaced', async (context) => {
  const store = createStore(await temporaryFolder(context));
  await store.document('ports').write({ router: 0 });
  await assert.rejects(routerPort(store));
});
