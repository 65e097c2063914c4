import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { test, type TestContext } from 'node:test';
import { ControlClient } from '../../src/cli/control-client.js';
import { discardVerb } from '../../src/control/verbs/changes.js';
import { listenOnControlSocket } from '../../src/system/control-socket.js';
import { said } from '../helpers/in-english.js';
import { say, verbatim } from '../../src/core/words/sentence.js';

/** A panel that ends at some point of its answer: the connection breaks off, as the kernel breaks it off. */
async function panelThat(context: TestContext, answers: (response: ServerResponse) => void): Promise<string> {
  const state = await mkdtemp('/tmp/ebox-dying-');
  await mkdir(`${state}/panel`, { mode: 0o700 });
  const server = createServer((request, response) => {
    request.resume().on('end', () => answers(response));
  });
  await listenOnControlSocket(server, `${state}/panel`);
  context.after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    await rm(state, { recursive: true, force: true });
  });
  return state;
}

const client = (state: string, seconds = 30): ControlClient =>
  new ControlClient({ state, user: 'carol', seconds });

const dies = (response: ServerResponse): void => void response.socket?.destroy();
const job = `${JSON.stringify({
  id: '1',
  title: say`Saving the changes`,
  who: verbatim('admin'),
  startedAt: '2026-11-26T04:00:00.000Z',
  steps: [{ sentence: verbatim('Stopping c2s'), status: 'running' }],
  outcome: 'running',
  result: '',
  failure: null,
})}\n`;

test('a panel that ends before its answer, or in the middle of it, is said in a sentence', async (context) => {
  const sentence =
    /^The panel stopped in the middle of its answer, so it is not known whether this was done\./;
  for (const answers of [
    dies,
    (response: ServerResponse) => {
      response.writeHead(200).write('{"changed": tr', () => dies(response));
    },
  ]) {
    const state = await panelThat(context, answers);
    await assert.rejects(client(state).ask(discardVerb, {}), { name: 'CommandFailure', message: sentence });
  }
});

test('a panel that ends while a save is followed says what becomes of the save', async (context) => {
  const sentence = /^The panel stopped in the middle of the save\. Start it again/;
  const seen: string[] = [];
  for (const text of [job, `${job}{"id": "1", "ti`]) {
    const state = await panelThat(context, (response) => {
      response.writeHead(200).write(text, () => dies(response));
    });
    await assert.rejects(
      client(state).follow(({ steps }) => seen.push(said(steps[0]?.sentence ?? ''))),
      { name: 'CommandFailure', message: sentence },
    );
  }
  assert.deepEqual(seen, ['Stopping c2s', 'Stopping c2s']);
});

test('a panel that ends while a watch is waited for says what becomes of what was saved', async (context) => {
  for (const answers of [
    dies,
    (response: ServerResponse) => {
      response.writeHead(200).write('{"takenBa', () => dies(response));
    },
  ]) {
    const state = await panelThat(context, answers);
    await assert.rejects(client(state).watched('1'), {
      name: 'CommandFailure',
      message: /^The panel stopped while it watched the service after the save\. Start it again/,
    });
  }
});

test('a call that takes too long says so, also once the answer has begun', async (context) => {
  const state = await panelThat(context, (response) => {
    response.writeHead(200).write(job);
  });
  await assert.rejects(
    client(state, 1).follow(() => undefined),
    /No answer within 1 seconds/,
  );
});
