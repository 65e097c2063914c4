import assert from 'node:assert/strict';
import { after, before, describe, test, type TestContext } from 'node:test';
import { type DistinguishedName, tree, valueOf } from '../../../src/core/directory.js';
import type { Log } from '../../../src/core/ports.js';
import { Secret } from '../../../src/core/secret.js';
import { PanelError } from '../../../src/errors.js';
import { createDirectory } from '../../../src/system/ldap/directory.js';
import { startCuttingProxy, startFakeLdap } from '../../helpers/ldap-server.js';
import { startSlapd, testSecret, type TestSlapd } from '../../helpers/slapd.js';

const person = (uid: string): DistinguishedName => [{ type: 'uid', value: uid }, ...tree.users];
const base = {
  base: tree.users,
  scope: 'base',
  filter: { kind: 'present', attribute: 'objectClass' },
  attributes: ['description'],
} as const;
const describeAs = (text: string) =>
  [{ operation: 'replace', attribute: 'description', values: [text] }] as const;
const code =
  (expected: string, says = '') =>
  (error: unknown) =>
    error instanceof PanelError && error.code === expected && error.message.includes(says);

/** The port on a socket; closed after the test. */
function directoryAt(context: TestContext, socket: string, password = testSecret('directory-panel')) {
  const logged: string[] = [];
  const log: Log = { info: (line) => logged.push(line), error: (line) => logged.push(line) };
  const directory = createDirectory({
    socket,
    bindDn: tree.panel,
    password: () => Promise.resolve(password),
    log,
  });
  context.after(() => directory.close());
  return { directory, logged };
}

describe('a real slapd in trouble', () => {
  let slapd: TestSlapd;
  before(async () => (slapd = await startSlapd()));
  after(() => slapd.stop());

  test('stopped and started again: one line each, and it recovers unaided', async () => {
    const { directory, logged } = slapd;
    await directory.search(base);
    await slapd.halt();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await assert.rejects(directory.search(base), code('directory-unreachable', 'It is not running.'));
      await assert.rejects(directory.modify(tree.users, describeAs('x')), code('directory-unreachable'));
      await assert.rejects(directory.proves(tree.panel, new Secret('x')), code('directory-unreachable'));
    }
    assert.equal(logged.length, 1, logged.join('\n'));
    await slapd.start();
    await directory.search(base);
    assert.deepEqual(logged.slice(1), ['The directory answers again.']);
  });

  test('not running before it was ever asked: no trouble of ours, and nothing is said of it', async (context) => {
    const { directory, logged } = directoryAt(context, slapd.socket);
    await slapd.halt();
    await assert.rejects(directory.search(base), code('directory-unreachable', 'It is not running.'));
    await slapd.start();
    await directory.search(base);
    assert.deepEqual(logged, []);
  });

  test('restarted behind our back: the idle connection is replaced', async () => {
    await slapd.directory.search(base);
    await slapd.halt();
    await slapd.start();
    assert.equal((await slapd.directory.search(base)).entries.length, 1);
  });

  test('frozen: a request fails within its time, and what it did stays unknown', async () => {
    const { directory } = slapd;
    await directory.search(base);
    await slapd.freeze();
    const started = performance.now();
    await Promise.all([
      assert.rejects(directory.search(base), code('directory-unreachable', 'No answer within 5 s.')),
      assert.rejects(directory.modify(tree.users, describeAs('frozen')), code('directory-outcome-unknown')),
      assert.rejects(directory.proves(tree.panel, new Secret('x')), code('directory-unreachable')),
    ]);
    // All three at once: two waits, one after the other, would take ten seconds.
    assert.ok(performance.now() - started < 10_000);
    slapd.thaw();
    await directory.search(base);
  });

  test('a wrong password of its own is said once and not tried again and again', async (context) => {
    const counting = await startCuttingProxy(context, slapd.socket, {});
    const { directory, logged } = directoryAt(context, counting.socket, new Secret('wrong'));
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await assert.rejects(directory.search(base), code('directory-refused', 'password of the panel itself'));
    }
    assert.equal(counting.connections(), 1);
    assert.equal(logged.length, 1);
    assert.ok(!logged.join().includes('wrong'));
  });

  test('a new password is taken at once', async (context) => {
    let password = new Secret('wrong');
    const directory = createDirectory({
      socket: slapd.socket,
      bindDn: tree.panel,
      password: () => Promise.resolve(password),
      log: { info: () => undefined, error: () => undefined },
    });
    context.after(() => directory.close());
    await assert.rejects(directory.search(base), code('directory-refused'));
    password = testSecret('directory-panel');
    await directory.search(base);
  });

  test('many at once share one connection', async (context) => {
    const counting = await startCuttingProxy(context, slapd.socket, {});
    const { directory } = directoryAt(context, counting.socket);
    await Promise.all(Array.from({ length: 50 }, () => directory.search(base)));
    assert.equal(counting.connections(), 1);
  });

  test('cut anywhere in a change: an error that is true, and the entry is as it was or as it was to be', async (context) => {
    const seen = new Set<string>();
    for (const direction of ['toServer', 'toClient'] as const) {
      for (let bytes = 1; bytes < 400; bytes += 7) {
        await slapd.directory.modify(tree.users, describeAs('before'));
        const proxy = await startCuttingProxy(context, slapd.socket, { [direction]: bytes });
        const { directory } = directoryAt(context, proxy.socket);
        const outcome = await directory.modify(tree.users, describeAs('after')).then(
          () => 'done',
          (error: unknown) => (error instanceof PanelError ? error.code : String(error)),
        );
        const [entry] = (await slapd.directory.search(base)).entries;
        assert.ok(entry);
        seen.add(`${outcome}: ${valueOf(entry, 'description')}`);
      }
    }
    const possible = [
      'done: after',
      'directory-unreachable: before',
      'directory-outcome-unknown: before',
      'directory-outcome-unknown: after',
    ];
    assert.deepEqual([...seen].sort(), possible.sort());
  });
});

test('each result code has its sentence, unknown ones too, and none ends the process', async (context) => {
  const expected: readonly (readonly [number, string, string])[] = [
    [10, 'directory-refused', 'read-only copy'],
    [19, 'directory-refused', 'breaks a rule of the directory. The server says: the server says so'],
    [32, 'directory-no-such-entry', ''],
    [50, 'directory-refused', 'not allowed'],
    [51, 'directory-unreachable', 'busy'],
    [53, 'directory-refused', 'refuse such requests'],
    [65, 'directory-refused', 'would lack a value'],
    [68, 'directory-entry-exists', ''],
    [118, 'directory-refused', 'the server says so'],
    [122, 'directory-entry-changed', ''],
    [4096, 'directory-refused', 'the server says so'],
  ];
  for (const [result, error, says] of expected) {
    const server = await startFakeLdap(context, { code: result, says: 'the server\nsays so' });
    const { directory } = directoryAt(context, server.socket);
    const name = person('alice');
    await assert.rejects(directory.modify(name, describeAs('x'), 'csn'), code(error, says), String(result));
    await assert.rejects(directory.add(name, { uid: ['alice'] }), code(error, says));
    await assert.rejects(directory.remove(name), code(error, says));
    await assert.rejects(directory.rename(name, { type: 'uid', value: 'bob' }), code(error, says));
    await assert.rejects(directory.setPassword(name, new Secret('x')), code(error, says));
    await assert.rejects(directory.search(base), code(error, says));
    await assert.rejects(
      directory.each(base, () => undefined),
      code(error, says),
    );
    assert.equal(server.connections(), 1);
  }
});

test('an empty password proves nothing and is not even sent', async (context) => {
  const server = await startFakeLdap(context, { code: 0 });
  const { directory } = directoryAt(context, server.socket);
  assert.equal(await directory.proves(person('alice'), new Secret('')), false);
  assert.equal(server.connections(), 0);
});
