import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { test, type TestContext } from 'node:test';
import type { Module } from '../../src/core/module/index.js';
import { createRegistry } from '../../src/core/registry.js';
import { Secret } from '../../src/core/secret.js';
import { converse } from '../../src/helper/conversation.js';
import { KnownFiles } from '../../src/helper/known-files.js';
import { PanelError, Trouble } from '../../src/errors.js';
import { answerSchema } from '../../src/core/helper-verbs.js';
import { english } from '../../src/core/words/english.js';
import { allOf, passage, say, verbatim } from '../../src/core/words/sentence.js';
import { digestOf } from '../../src/helper/masking.js';
import { createHandlers } from '../../src/helper/handlers/index.js';
import { eventually } from '../helpers/eventually.js';
import { temporaryFolder } from '../helpers/folder.js';
import { KeptLog, memoryMachine, type MemoryMachine } from '../helpers/memory-machine.js';
import { wordModule, words } from '../helpers/modules.js';

const secret = '00112233445566778899aabbccddeeff';

/** One conversation with the helper over a unix socket, as raw bytes. */
interface RawHelper {
  readonly machine: MemoryMachine;
  readonly log: KeptLog;
  readonly socket: Socket;
  /** Sends bytes and returns all that came until the helper closed the connection. */
  sayLast(bytes: string | Buffer): Promise<string>;
  /** Sends one request and returns the answer to it. */
  ask(verb: string, given: unknown): Promise<unknown>;
}

async function rawHelper(
  context: TestContext,
  modules: readonly Module[] = [wordModule('a')],
): Promise<RawHelper> {
  const machine = memoryMachine();
  const log = new KeptLog();
  const secrets = new Map([['router-sm', new Secret(secret)]]);
  const handlers = createHandlers({
    machine,
    registry: createRegistry(modules),
    secrets: () => Promise.resolve(secrets),
  });
  const path = `${await temporaryFolder(context)}/socket`;
  const server = createServer((connection) => {
    const over = converse(connection, {
      handlers,
      secrets: () => Promise.resolve([...secrets.values()]),
      log,
    });
    // In the helper the process ends.
    void over.then(() => connection.destroy());
  });
  server.listen(path);
  await once(server, 'listening');
  const socket = connect(path).setEncoding('utf8');
  context.after(() => {
    socket.destroy();
    server.close();
  });
  let received = '';
  const listeners = new Set<() => void>();
  socket.on('data', (text: string) => {
    received += text;
    for (const listener of listeners) listener();
  });
  socket.on('error', () => undefined);
  let last = 0;
  return {
    machine,
    log,
    socket,
    async sayLast(bytes) {
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      socket.write(bytes);
      await closed;
      return received;
    },
    ask(verb, given) {
      const id = (last += 1);
      return new Promise((resolve) => {
        const listener = (): void => {
          const line = received
            .split('\n')
            .find((one) => one.startsWith(`{"id":${id},`) && one.endsWith('}'));
          if (line === undefined) return;
          listeners.delete(listener);
          resolve(JSON.parse(line));
        };
        listeners.add(listener);
        socket.write(`${JSON.stringify({ id, verb, with: given })}\n`);
      });
    },
  };
}

const request = (verb: string, given: unknown, more: object = {}): string =>
  `${JSON.stringify({ id: 1, verb, with: given, ...more })}\n`;

for (const { what, bytes, reason } of [
  { what: 'an unknown verb', bytes: request('shell', {}), reason: /^The verb is not known\.$/ },
  {
    what: 'a name that every object has',
    bytes: request('constructor', {}),
    reason: /^The verb is not known\.$/,
  },
  {
    what: 'an extra field',
    bytes: request('hello', { root: true }),
    reason: /^A field of the request hello is missing, unknown/,
  },
  {
    what: 'an extra field outside',
    bytes: request('hello', {}, { as: 'root' }),
    reason: /^A field of the request is missing/,
  },
  {
    what: 'a missing field',
    bytes: request('daemon.start', {}),
    reason: /^A field of the request daemon\.start is missing/,
  },
  {
    what: 'no field at all',
    bytes: '{"id":1,"verb":"hello"}\n',
    reason: /^A field of the request is missing, unknown/,
  },
  {
    what: 'a wrong type',
    bytes: request('daemon.start', { name: ['a-daemon'] }),
    reason: /^A field of the request daemon\.start is missing/,
  },
  {
    what: 'a foreign unit',
    bytes: request('daemon.stop', { name: 'ssh' }),
    reason: /^No module declares a daemon/,
  },
  {
    what: 'a unit by its path',
    bytes: request('daemon.start', { name: '../../etc/x' }),
    reason: /^No module declares a daemon/,
  },
  {
    what: 'a foreign unit among declared ones',
    bytes: request('daemon.declare', { names: ['a-daemon', 'ssh'] }),
    reason: /^No module declares a daemon/,
  },
  {
    what: 'a foreign module',
    bytes: request('module.render', { module: 'b', settings: words('x'), neighbours: [] }),
    reason: /^There is no module/,
  },
  {
    what: 'settings of the wrong kind',
    bytes: request('module.render', { module: 'a', settings: { word: true }, neighbours: [] }),
    reason: /^The module does not accept these settings\.$/,
  },
  {
    what: 'settings too many',
    bytes: request('module.render', {
      module: 'a',
      settings: { ...words('x'), path: '/etc/passwd' },
      neighbours: [],
    }),
    reason: /^The module does not accept these settings\.$/,
  },
  {
    what: 'a step that there is not',
    bytes: request('module.step-run', { module: 'a', step: 0, settings: words('x') }),
    reason: /^The module has no such step\.$/,
  },
  {
    what: 'a file that no module declares',
    bytes: request('configuration.write', [{ path: '../../etc/passwd', digest: '0'.repeat(64) }]),
    reason: /^No module declares a file/,
  },
  {
    what: 'a file that is not live',
    bytes: request('configuration.set-aside', { paths: ['/etc/shadow'] }),
    reason: /^The active configuration has no such file\.$/,
  },
  {
    what: 'a generation by name',
    bytes: request('configuration.activate', { generation: '../x' }),
    reason: /^A field of the request configuration\.activate is missing/,
  },
  {
    what: 'a certificate for a path',
    bytes: request('certificate.make', { domain: '../../etc', hosts: [] }),
    reason: /^A field of the request certificate\.make is missing/,
  },
  {
    what: 'an upload by its path',
    bytes: request('certificate.forget', { id: '../../../etc/passwd' }),
    reason: /^A field of the request certificate\.forget is missing/,
  },
  {
    what: 'a secret that is not the panel’s',
    bytes: request('secret.of-panel', { name: 'router-sm' }),
    reason: /^No module declares this secret as the panel’s own\.$/,
  },
  { what: 'bad UTF-8', bytes: Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a]), reason: /not UTF-8\.$/ },
  { what: 'no JSON', bytes: 'reboot\n', reason: /^The request is not one JSON document\.$/ },
  {
    what: 'two documents in one line',
    bytes: '{"id":1,"verb":"hello","with":{}}{"id":2,"verb":"hello","with":{}}\n',
    reason: /^The request is not one JSON document\.$/,
  },
  { what: 'an empty line', bytes: '\n', reason: /^The request is not one JSON document\.$/ },
  { what: 'a list', bytes: '[]\n', reason: /^A field of the request is missing/ },
  { what: 'a megabyte and one byte', bytes: Buffer.alloc(1_048_577, 'x'), reason: /too long\.$/ },
  { what: '1 MB and a newline', bytes: `${'x'.repeat(1_048_576)}\n`, reason: /too long\.$/ },
]) {
  test(`${what} is refused, logged in one line and closed`, async (context) => {
    const helper = await rawHelper(context);
    const answer = await helper.sayLast(bytes);
    const [line, ...more] = helper.log.lines;
    const said = (line ?? '').replace(/^error: refused: /, '');
    assert.match(said, reason);
    assert.deepEqual(more, []);
    // Whoever still sends when the connection is closed cannot read the answer any more.
    if (bytes.length < 100_000) assert.equal(refusalIn(answer), said);
    assert.equal(await helper.machine.configuration.liveNumber(), 0);
  });
}

test('half a request is refused within 5 s', async (context) => {
  const helper = await rawHelper(context);
  const began = performance.now();
  assert.equal(refusalIn(await helper.sayLast('{"id":1,')), 'The request did not arrive completely.');
  assert.ok(performance.now() - began < 10_000);
});

test('what is refused is not repeated, in no answer and in no log', async (context) => {
  const helper = await rawHelper(context);
  const answer = await helper.sayLast(
    request('certificate.keep', { parts: ['no base64'], passphrase: 'hush' }),
  );
  assert.doesNotMatch(answer + helper.log.lines.join(''), /hush|base64/);
});

test('two requests with one number are refused while the first one is worked on', async (context) => {
  const helper = await rawHelper(context);
  helper.machine.daemons.start = () => new Promise(() => undefined);
  const one = request('daemon.start', { name: 'a-daemon' });
  assert.match(await helper.sayLast(one + one), /Two requests have the same number/);
});

test('a long piece of work does not keep the others waiting', async (context) => {
  const helper = await rawHelper(context);
  helper.machine.daemons.stop = () => new Promise(() => undefined);
  void helper.ask('daemon.stop', { name: 'a-daemon' });
  assert.deepEqual(await helper.ask('configuration.live-number', {}), { id: 2, done: 0 });
});

test('more requests than are worked on at once wait, and all are answered', async (context) => {
  const helper = await rawHelper(context);
  const answers = await Promise.all(
    Array.from({ length: 300 }, () => helper.ask('daemon.state', { name: 'a-daemon' })),
  );
  assert.equal(answers.length, 300);
});

test('a failure says its code and details, without a secret', async (context) => {
  const helper = await rawHelper(context);
  helper.machine.daemons.start = () => Promise.reject(new Error(`no ${secret}`));
  assert.deepEqual(await helper.ask('daemon.start', { name: 'a-daemon' }), {
    id: 1,
    failed: { message: 'no ****' },
  });
  assert.deepEqual(helper.log.lines, []);
});

test('a failure says its sentence, without a secret however deep it stands', async (context) => {
  const helper = await rawHelper(context);
  const sentence = passage(
    say`It failed: ${{ reason: say`The words were ${{ words: allOf([secret, say`a ${{ word: `x${secret}` }}`]) }}.` }}`,
    verbatim(`again ${secret}`),
  );
  for (const error of [new Trouble(sentence), new PanelError('host-unsuitable', { reason: sentence })]) {
    helper.machine.daemons.start = () => Promise.reject(error);
    const answer = JSON.stringify(await helper.ask('daemon.start', { name: 'a-daemon' }));
    assert.equal(answer.split('****').length, 4, answer);
    assert.ok(!answer.includes(secret), answer);
  }
});

test('what an older helper refused as text is shown as it was written', () => {
  assert.deepEqual(answerSchema.parse({ refused: 'an unknown verb' }), {
    refused: verbatim('an unknown verb'),
  });
});

test('what was rendered here is written with its secrets, and shown without them', async (context) => {
  const module = wordModule('a', [], {
    files: [
      {
        path: 'a/words.conf',
        why: verbatim(''),
        readableBy: 'chat',
        readBy: ['a-daemon'],
        takes: 'restart',
        content: ({ settings }) => ({ text: `${settings.word} ${secret}\n` }),
      },
    ],
  });
  const helper = await rawHelper(context, [module]);
  assert.deepEqual(await helper.ask('module.render', { module: 'a', settings: words('x'), neighbours: [] }), {
    id: 1,
    done: [{ path: 'a/words.conf', content: 'x {secret router-sm}\n' }],
  });
  const digest = digestOf('x {secret router-sm}\n');
  assert.deepEqual(await helper.ask('configuration.write', [{ path: 'a/words.conf', digest }]), {
    id: 2,
    done: 1,
  });
  await helper.ask('configuration.activate', { generation: 1 });
  const [file] = await helper.machine.configuration.live();
  assert.equal(file?.content, `x ${secret}\n`);

  const unknown = await helper.ask('configuration.write', [
    { path: 'a/words.conf', digest: digestOf(`x ${secret}\n`) },
  ]);
  assert.match(JSON.stringify(unknown), /helper-unavailable.*restarted in the middle/);
});

test('a file that was changed by hand is kept as it lies there, for whom its module says', async (context) => {
  const helper = await rawHelper(context);
  const { configuration } = helper.machine;
  configuration.live = () =>
    Promise.resolve([
      { path: 'a/words.conf', content: `mine ${secret}`, written: 'word x\n', hasDrifted: true },
    ]);
  let written: unknown;
  configuration.write = (files) => {
    written = files;
    return Promise.resolve(7);
  };
  assert.deepEqual(await helper.ask('configuration.live', {}), {
    id: 1,
    done: [
      { path: 'a/words.conf', content: 'mine {secret router-sm}', written: 'word x\n', hasDrifted: true },
    ],
  });
  const digest = digestOf('mine {secret router-sm}');
  await helper.ask('configuration.write', [{ path: 'a/words.conf', digest }]);
  assert.deepEqual(written, [
    { path: 'a/words.conf', content: `mine ${secret}`, readableBy: 'panel', executable: false },
  ]);
});

test('a step is undone when it was begun, and not when the module is enabled', async (context) => {
  const done: string[] = [];
  const module = wordModule('a', [], {
    enableSteps: [
      {
        what: say`Make it`,
        why: verbatim(''),
        run: () => Promise.resolve(void done.push('run')),
        undo: () => Promise.resolve(void done.push('undo')),
      },
    ],
  });
  const helper = await rawHelper(context, [module]);
  await helper.ask('module.step-undo', { module: 'a', step: 0 });
  assert.deepEqual(done, []);
  await helper.ask('module.step-run', { module: 'a', step: 0, settings: words('x') });
  await helper.ask('module.step-undo', { module: 'a', step: 0 });
  assert.deepEqual(done, ['run', 'undo']);
  await helper.ask('module.step-run', { module: 'a', step: 0, settings: words('x') });
  await helper.ask('module.step-settle', { module: 'a', step: 0 });
  await helper.ask('module.step-undo', { module: 'a', step: 0 });
  assert.deepEqual(done, ['run', 'undo', 'run'], 'an enabled module keeps what it has');
});

test('steps that are asked for all at once are done one after the other, and none of them is forgotten', async (context) => {
  const undone = new Set<number>();
  let busy = 0;
  const alone = async (): Promise<void> => {
    busy += 1;
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(busy, 1);
    busy -= 1;
  };
  const places = [0, 1, 2, 3, 4, 5];
  const enableSteps = places.map((place) => ({
    what: verbatim(`Make ${place}`),
    why: verbatim(''),
    run: alone,
    undo: async () => {
      await alone();
      undone.add(place);
    },
  }));
  const helper = await rawHelper(context, [wordModule('a', [], { enableSteps })]);
  const all = (verb: string, more: object = {}): Promise<unknown> =>
    Promise.all(places.map((step) => helper.ask(verb, { module: 'a', step, ...more })));
  assert.doesNotMatch(JSON.stringify(await all('module.step-run', { settings: words('x') })), /failed/);
  assert.doesNotMatch(JSON.stringify(await all('module.step-undo')), /failed/);
  assert.deepEqual([...undone].sort(), places);
});

test('a module looks at its own files only: those of another may hold secrets that its account must not see', async (context) => {
  const seen: string[][] = [];
  const inspect: Module['inspect'] = (_machine, files) =>
    Promise.resolve(void seen.push(files.map(({ path }) => path)));
  const helper = await rawHelper(context, [wordModule('a'), wordModule('b', [], { inspect })]);
  const named = (id: string): object => ({ path: `${id}/words.conf`, digest: digestOf('word x\n') });
  for (const id of ['a', 'b'])
    await helper.ask('module.render', { module: id, settings: words('x'), neighbours: [] });
  await helper.ask('module.inspect', { module: 'b', files: [named('b')] });
  const answer = await helper.sayLast(request('module.inspect', { module: 'b', files: [named('a')] }));
  assert.match(answer, /\{"refused":\{"message":"The module has no such file\.","values":\{\}\}\}/);
  assert.deepEqual(seen, [['b/words.conf']]);
});

test('answers that nobody reads are not heaped up: no more is worked on meanwhile', async () => {
  const machine = memoryMachine();
  let worked = 0;
  machine.configuration.liveNumber = () => Promise.resolve((worked += 1));
  const parts = {
    machine,
    registry: createRegistry([wordModule('a')]),
    secrets: () => Promise.resolve(new Map()),
  };
  const connection = new Duplex({ read: () => undefined, write: () => undefined });
  const over = converse(connection, {
    handlers: createHandlers(parts),
    secrets: () => Promise.resolve([]),
    log: new KeptLog(),
  });
  for (let id = 1; id <= 300; id += 1)
    connection.push(`${JSON.stringify({ id, verb: 'configuration.live-number', with: {} })}\n`);
  await eventually(async () => {
    await Promise.resolve();
    assert.ok(worked >= 64);
  });
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(worked, 64);
  connection.destroy();
  await over;
});

test('the texts that may be written take bounded memory, and the newest are kept', () => {
  const known = new KnownFiles();
  const render = (index: number): string => {
    const content = `${index}${'x'.repeat(1_000_000)}`;
    known.remember({ path: 'a/words.conf', content, readableBy: 'panel', executable: false }, content);
    return digestOf(content);
  };
  const digests = Array.from({ length: 100 }, (_, index) => render(index));
  const kept = digests.filter((digest) => known.find('a/words.conf', digest) !== null);
  assert.deepEqual(kept, digests.slice(-kept.length));
  assert.ok(kept.length >= 50 && kept.length <= 64, `${kept.length} MB are kept`);
});

/** What an answer that refuses says. */
function refusalIn(answer: string): string {
  const parsed = answerSchema.parse(JSON.parse(answer));
  return 'refused' in parsed ? english(parsed.refused) : '';
}
