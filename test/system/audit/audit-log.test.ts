import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { AuditLog, AuditRecord } from '../../../src/core/ports.js';
import { verbatim } from '../../../src/core/words/sentence.js';
import { createAuditLog } from '../../../src/system/audit/audit-log.js';

async function emptyFolder(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ebox-audit-'));
  context.after(() => rm(folder, { recursive: true }));
  return folder;
}

const record = (what: string): AuditRecord => ({
  when: '2026-11-22T12:00:00.000Z',
  who: 'admin',
  from: '127.0.0.1',
  session: '1',
  what,
  before: 'a',
  after: 'b',
  outcome: 'done',
});

test('what is appended is read back, the newest first, by a later panel too', async (context) => {
  const folder = await emptyFolder(context);
  const log = createAuditLog(folder);
  assert.deepEqual(await log.latest(10), []);
  await Promise.all(['one', 'two', 'three'].map((what) => log.append(record(what))));
  const later = createAuditLog(folder);
  assert.deepEqual(
    (await later.latest(2)).map(({ what }) => what),
    ['three', 'two'],
  );
  assert.equal((await stat(join(folder, 'audit.log'))).mode & 0o777, 0o600);
});

test('a record is one line, whatever it says', async (context) => {
  const folder = await emptyFolder(context);
  await createAuditLog(folder).append(record('a\nforged\u0007'));
  assert.equal((await readFile(join(folder, 'audit.log'), 'utf8')).trim().split('\n').length, 1);
});

test('a half written line is passed over', async (context) => {
  const folder = await emptyFolder(context);
  const log = createAuditLog(folder);
  await log.append(record('whole'));
  await appendFile(join(folder, 'audit.log'), '{"when":"2026');
  const later = createAuditLog(folder);
  await later.append(record('after the power cut'));
  const acts: (string | null)[] = [];
  for await (const part of later.unread()) acts.push(...part.acts);
  assert.deepEqual(acts, [null, null], 'the half line counts as no record');
  assert.deepEqual(
    (await later.latest(10)).map(({ what }) => what),
    ['after the power cut', 'whole'],
  );
});

test('the act of a record is known before the record is read, whatever its texts say', async (context) => {
  const log = createAuditLog(await emptyFolder(context));
  const title = verbatim('An act');
  await log.append({ ...record('x,"act":{"id":"forged"'), before: ',"act":{"id":"forged"' });
  await log.append({ ...record('of an act'), act: { id: 'its-own', title } });
  assert.deepEqual(await unreadOf(log), [
    ['its-own', 'of an act'],
    [null, 'x,"act":{"id":"forged"'],
  ]);
});

/** The act and the text of each record, the newest first, through what finds records without reading all of them. */
async function unreadOf(log: AuditLog): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for await (const { acts, read } of log.unread()) {
    const records = await read([...acts.keys()]);
    found.push(...acts.map((act, index) => [act, records[index]?.what]));
  }
  return found;
}

test('records are found where they stand, while the log grows, is moved on, and is written by another hand', async (context) => {
  const folder = await emptyFolder(context);
  const log = createAuditLog(folder);
  const path = join(folder, 'audit.log');
  const agree = async (): Promise<void> => {
    const whole = (await log.latest(10_000)).map(({ what, act }) => [act?.id ?? null, what]);
    assert.deepEqual(await unreadOf(log), whole);
  };
  await agree();
  for (let number = 0; number < 2500; number += 1) {
    const act = number % 3 === 0 ? {} : { act: { id: `act-${number % 7}`, title: verbatim('ä act') } };
    await appendFile(path, `${JSON.stringify({ ...record(`ä ${number}`), ...act })}\n`);
    if (number % 500 === 0) await agree();
  }
  await appendFile(path, '{"when":"half a li');
  await agree();
  await createAuditLog(folder).append(record('after a power cut'));
  await agree();
  await appendFile(path, `${'x'.repeat(2_000_001)}\n`);
  await log.append(record('in a new file'));
  await agree();
  assert.equal((await unreadOf(log)).length, 2502);

  const parts = [];
  for await (const part of log.unread()) parts.push(part);
  await appendFile(path, `${'x'.repeat(2_000_001)}\n`);
  await log.append(record('in one more'));
  assert.equal((await parts[0]?.read([0]))?.[0]?.what, 'in a new file', 'found although it was moved on');

  const text = await readFile(`${path}.2`, 'utf8');
  await writeFile(`${path}.2`, text.slice(text.indexOf('\n', 1000) + 1));
  await agree();
  await writeFile(path, '');
  await log.append(record('begun anew'));
  await agree();
  await rm(`${path}.1`);
  await agree();
  assert.deepEqual(await parts[0]?.read([0]), [null], 'what is gone is no record');
});

test('the log is bounded: full files are moved on and the oldest goes', async (context) => {
  const folder = await emptyFolder(context);
  const log = createAuditLog(folder);
  for (let round = 0; round < 12; round += 1) {
    await writeFile(join(folder, 'audit.log'), `${'x'.repeat(2_000_001)}\n`);
    await log.append(record(`round ${round}`));
  }
  assert.equal((await readdir(folder)).length, 10);
  assert.equal((await log.latest(1))[0]?.what, 'round 11');
});

test('while a long log is gone through, others have their turn', async (context) => {
  const folder = await emptyFolder(context);
  const lines = Array.from({ length: 1000 }, (_, index) => JSON.stringify(record(String(index))));
  await writeFile(join(folder, 'audit.log'), `${lines.join('\n')}\n`);
  let turns = 0;
  const taken: string[] = [];
  for await (const { what } of createAuditLog(folder).newest()) {
    if (taken.push(what) === 1) setImmediate(() => (turns += 1));
    if (taken.length === 1000) assert.equal(turns, 1, 'work that came up at the first record');
  }
  assert.deepEqual(taken, lines.map((_, index) => String(index)).reverse());
});

test('what was begun is written down, although the disk became full meanwhile; nothing more is begun then', async (context) => {
  const folder = await emptyFolder(context);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k,mode=700', 'tmpfs', folder]);
  try {
    const log = createAuditLog(folder);
    await log.prepare();
    await fill(folder);
    const long = 'x'.repeat(5000);
    await log.append(record(long));
    assert.equal((await log.latest(1))[0]?.what, long);
    await fill(folder);
    await assert.rejects(log.prepare(), /ENOSPC/);
    await rm(join(folder, 'filler'));
    await log.prepare();
    await log.append(record('short'));
    assert.deepEqual(
      (await log.latest(10)).map(({ what }) => what),
      ['short', long],
    );
  } finally {
    execFileSync('umount', ['-l', folder]);
  }
});

/** Leaves no room on the disk of this folder. */
async function fill(folder: string): Promise<void> {
  const filler = await open(join(folder, 'filler'), 'a');
  try {
    for (;;) await filler.write(Buffer.alloc(4096, 1));
  } catch (error) {
    assert.match(String(error), /ENOSPC/);
  } finally {
    await filler.close();
  }
}

test('where the log cannot be written nothing is begun', async (context) => {
  const folder = await emptyFolder(context);
  await mkdir(`${folder}/audit.log`);
  await assert.rejects(createAuditLog(folder).prepare(), /EISDIR/);
});
