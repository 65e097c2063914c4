import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { request } from 'node:http';
import { test, type TestContext } from 'node:test';
import { say } from '../../src/core/words/sentence.js';
import { LastingTrouble, Trouble } from '../../src/errors.js';
import { controlSocket } from '../../src/system/control-socket.js';
import { expectLog } from '../helpers/log-rule.js';
import { openShell } from '../helpers/eboxctl.js';
import { startPanel } from '../web/test-panel.js';

async function open(context: TestContext) {
  const panel = await startPanel(context);
  const { state } = await openShell(context, { ...panel.deps, ...panel.panel });
  return { ...panel, path: controlSocket(`${state}/panel`) };
}

async function send(
  socketPath: string,
  path: string,
  body: string,
  method = 'POST',
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { socketPath, path, method, headers: { 'Content-Length': Buffer.byteLength(body) } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    outgoing.on('error', reject).end(body);
  });
}

test('only the panel’s account and root can connect', async (context) => {
  const { path } = await open(context);
  const { mode, uid } = await stat(path);
  assert.deepEqual([mode & 0o777, uid], [0o600, process.getuid?.()]);
  if (process.getuid?.() !== 0) return;
  const program = `require('net').connect(${JSON.stringify(path)}).on('error', (e) => console.log(e.code))`;
  const child = spawn('/usr/bin/setpriv', [
    ...['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, '-e', program],
  ]);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(child, 'close');
  assert.equal(said.trim(), 'EACCES');
});

test('what is not known, not asked as it must be, or too much is refused and changes nothing', async (context) => {
  const { path, panel } = await open(context);
  const before = panel.keeper.state();
  const ask = (more: unknown, user = 'carol'): string => JSON.stringify({ user, ask: more });
  for (const [where, body, status] of [
    ['/status', '', 400],
    ['/status', 'null', 400],
    ['/status', '{"user":"carol"', 400],
    ['/status', ask({}, 'car\nol'), 400],
    ['/status', ask({}, ''), 400],
    ['/status', ask({ more: 1 }), 400],
    ['/settings/set', ask({ module: 'jabber', values: { muc: true }, yes: true }), 400],
    ['/settings/set', ask({ module: 'jabber', values: { constructor: 'y' }, yes: true }), 422],
    ['/settings/set', ask({ module: '__proto__', values: {}, yes: true }), 404],
    ['/modules/enable', ask({ name: 'nothing', yes: true, takeOver: false }), 404],
    ['/sign-in', ask({}), 404],
    ['/../status', ask({}), 404],
    ['/status?x', ask({}), 404],
    ['/status', ask({ text: 'x'.repeat(8_000_001) }), 413],
  ] as const) {
    const answer = await send(path, where, body);
    assert.equal(answer.status, status, `${where} ${body.slice(0, 80)}: ${answer.text}`);
    assert.match(answer.text, /"sentences":\[\{"message":".+\./);
  }
  for (const method of ['GET', 'PUT', 'DELETE'])
    assert.equal((await send(path, '/status', ask({}), method)).status, 405);
  assert.equal(panel.keeper.state(), before);
});

test('a mistake of the panel’s own is a number that stands in the log, and nothing else', async (context) => {
  expectLog('panel', /^error: \w+: eboxctl \/audit: /);
  const { path, deps, machine } = await open(context);
  context.mock.method(deps.audit, 'latest', () => Promise.reject(new Error('a secret of the inside')));
  const { status, text } = await send(path, '/audit', '{"user":"carol","ask":{"count":1}}');
  assert.equal(status, 500);
  assert.ok(!text.includes('inside'), text);
  const [, id = ''] = /under the number ([0-9a-f]{8})/.exec(text) ?? [];
  assert.ok(machine.log.lines.some((line) => line.includes(id) && line.includes('inside')));
});

test('a part that does not answer is said in a sentence, whatever is asked of it', async (context) => {
  const { path, panel, save } = await open(context);
  await panel.modules.enable('jabber', 'admin');
  await save();
  const away = new Trouble(say`No service answers for ${{ name: 'chat.lan' }} at the moment.`);
  panel.sessionWatch.connected = () => Promise.reject(away);
  const which = { which: [], all: true, yes: true };
  for (const [verb, ask] of [
    ['sessions', {}],
    ['sessions/end', { ...which, word: '' }],
    ['sessions/message', { ...which, text: 'Hello' }],
  ] as const) {
    const { status, text } = await send(path, `/${verb}`, JSON.stringify({ user: 'root', ask }));
    assert.equal(status, 503, verb);
    assert.match(text, /No service answers for/);
    assert.match(text, /"code":"not-in-time"/);
  }
  const lasting = new LastingTrouble(say`It offers no encryption.`);
  panel.sessionWatch.connected = () => Promise.reject(lasting);
  assert.match((await send(path, '/sessions', '{"user":"root","ask":{}}')).text, /"code":"host-unsuitable"/);
});
