import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test, type TestContext } from 'node:test';
import { say } from '../../src/core/words/sentence.js';
import { routerPort } from '../../src/modules/jabber/ports.js';
import { chosenPorts } from '../../src/system/chosen-ports.js';
import type { Store } from '../../src/core/ports.js';
import { createStore } from '../../src/system/store.js';
import { temporaryFolder } from '../helpers/folder.js';

async function listenOn(port: number, context: TestContext): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => server.close());
}

/** The router's port. */
async function chosen(store: Store): Promise<number> {
  return (await chosenPorts(store, [routerPort]))['router'] ?? 0;
}

test('the chosen port is free, and stays chosen though somebody else takes it', async (context) => {
  const store = createStore(await temporaryFolder(context));
  const port = await chosen(store);
  await listenOn(port, context);
  assert.equal(await chosen(store), port);
  const another = await chosen(createStore(await temporaryFolder(context)));
  assert.notEqual(another, port);
  await listenOn(another, context);
});

test('a port that makes no sense is refused, not replaced', async (context) => {
  const store = createStore(await temporaryFolder(context));
  await store.document('ports').write({ router: 0 });
  await assert.rejects(chosen(store));
});

test('each port is kept under its name, beside those of other modules', async (context) => {
  const store = createStore(await temporaryFolder(context));
  await store.document('ports').write({ router: 5400 });
  const other = { name: 'other', usual: 15400, whose: say`nobody` };
  const ports = await chosenPorts(store, [routerPort, other]);
  assert.equal(ports['router'], 5400);
  assert.deepEqual(await store.document('ports').read(), { router: 5400, other: ports['other'] });
});
