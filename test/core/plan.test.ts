import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlannedFile } from '../../src/core/module/index.js';
import { planOf, type PlannedDaemon } from '../../src/core/plan.js';
import type { LiveFile } from '../../src/core/ports.js';
import { say, verbatim } from '../../src/core/words/sentence.js';
import { inEnglish } from '../helpers/in-english.js';

const file = (
  path: string,
  readBy: readonly string[],
  content = 'new',
  takes: 'restart' | 'reload' = 'restart',
): PlannedFile => ({
  path,
  content,
  readBy,
  takes,
  readableBy: 'chat',
  executable: false,
});
const onDisk = (path: string, content: string | null = 'new', hasDrifted = false): LiveFile => ({
  path,
  content,
  written: '',
  hasDrifted,
});
const daemon = (
  name: string,
  wanted: boolean,
  up: boolean,
  restartsWith: readonly string[] = [],
  kept = up,
): PlannedDaemon => ({
  stopsSlowly: name === 'muc',
  name,
  title: verbatim(name.toUpperCase()),
  wanted,
  up,
  isOtherwise: false,
  kept,
  restartsWith,
  disturbs: say`${{ name }} disturbs.`,
  disconnectsEverybody: name === 'c2s',
});
const kinds = (plan: ReturnType<typeof planOf>): string[] =>
  plan.steps.map((step) =>
    'daemon' in step
      ? `${step.kind} ${step.daemon}`
      : 'daemons' in step
        ? `${step.kind} ${step.daemons.join(' ')}${step.leaves.map((name) => `, leaving ${name}`).join('')}`
        : step.kind,
  );

test('a daemon that runs with another command than it would be started with is started again', () => {
  const plan = planOf({
    files: [],
    live: [],
    daemons: [
      daemon('router', true, true),
      { ...daemon('s2s', true, true), isOtherwise: true },
      { ...daemon('muc', false, false), isOtherwise: true },
    ],
  });
  assert.deepEqual(kinds(plan), ['stop s2s', 'start s2s', 'prove']);
});

test('a file that is for other readers than before is written anew', () => {
  const kept = { readableBy: ['chat'], executable: false } as const;
  const changesWith = (access: LiveFile['access']): readonly string[] =>
    planOf({
      files: [file('a', [])],
      live: [access === undefined ? onDisk('a') : { ...onDisk('a'), access }],
      daemons: [],
    }).changes.map(({ kind }) => kind);
  assert.deepEqual(changesWith(undefined), [], 'nothing is known of it');
  assert.deepEqual(changesWith(kept), []);
  assert.deepEqual(changesWith({ ...kept, readableBy: ['panel', 'chat', 'directory'] }), []);
  assert.deepEqual(changesWith({ ...kept, readableBy: ['directory'] }), ['changed']);
  assert.deepEqual(changesWith({ ...kept, executable: true }), ['changed']);
});

test('no change: nothing is written, nothing restarted, only the proof is left', () => {
  const plan = planOf({
    files: [file('a', ['router']), file('b', ['c2s'])],
    live: [onDisk('a'), onDisk('b')],
    daemons: [daemon('router', true, true), daemon('c2s', true, true), daemon('s2s', false, false)],
  });
  assert.deepEqual(kinds(plan), ['prove']);
  assert.deepEqual(plan.disturbs, []);
});

test('the first save writes, starts everything that is wanted in order, and proves', () => {
  const plan = planOf({
    files: [file('a', ['router', 'c2s'])],
    live: [],
    daemons: [daemon('router', true, false), daemon('c2s', true, false), daemon('s2s', false, false)],
  });
  assert.deepEqual(kinds(plan), ['write', 'activate', 'start router', 'start c2s', 'prove']);
  assert.deepEqual(plan.disturbs, [], 'who was never connected is not disturbed');
});

test('what crashes and is started again and again is stopped before its new file is there, and disturbs nobody', () => {
  const crashing = daemon('c2s', true, false, [], true);
  const plan = planOf({
    files: [file('c2s.xml', ['c2s'])],
    live: [onDisk('c2s.xml', 'broken', true)],
    daemons: [daemon('router', true, true), crashing, daemon('s2s', false, false, [], true)],
  });
  assert.deepEqual(kinds(plan), ['write', 'stop c2s s2s', 'activate', 'start c2s', 'prove']);
  assert.deepEqual([plan.disturbs, plan.disconnectsEverybody], [[], false]);
});

test('only the daemons whose files changed are restarted, and what they disturb is said', () => {
  const plan = planOf({
    files: [file('sm.xml', ['sm']), file('c2s.xml', ['c2s'])],
    live: [onDisk('sm.xml'), onDisk('c2s.xml', 'old')],
    daemons: [daemon('sm', true, true), daemon('c2s', true, true)],
  });
  assert.deepEqual(kinds(plan), ['write', 'stop c2s', 'activate', 'start c2s', 'prove']);
  assert.deepEqual(inEnglish(plan.disturbs), ['c2s disturbs.']);
  assert.equal(plan.disconnectsEverybody, true);
});

test('where everybody is disconnected, nothing says that nobody is, and nothing is said twice', () => {
  const plan = planOf({
    files: [file('a', ['muc', 'c2s'])],
    live: [onDisk('a', 'old')],
    daemons: [daemon('muc', true, true), daemon('c2s', true, true)],
  });
  assert.deepEqual(inEnglish(plan.disturbs), ['c2s disturbs.']);
  const twins = ['s2s', 'muc'].map((name) => ({ ...daemon(name, true, true), disturbs: say`The same.` }));
  const files = [file('a', ['muc', 's2s'])];
  const both = planOf({ files, live: [onDisk('a', 'old')], daemons: twins });
  assert.deepEqual(inEnglish(both.disturbs), ['The same.']);
});

test('turning a component on or off touches that one only, even when no file changes', () => {
  const files = [file('a', ['c2s', 's2s'])];
  const on = planOf({
    files,
    live: [onDisk('a')],
    daemons: [daemon('c2s', true, true), daemon('s2s', true, false)],
  });
  assert.deepEqual(kinds(on), ['start s2s', 'prove']);
  const off = planOf({
    files,
    live: [onDisk('a')],
    daemons: [daemon('c2s', true, true), daemon('s2s', false, true)],
  });
  assert.deepEqual(kinds(off), ['stop s2s', 'prove']);
  assert.equal(off.disconnectsEverybody, false);
});

test('a file that is re-read at SIGHUP reloads its reader and restarts nobody', () => {
  const plan = planOf({
    files: [file('router-users.xml', ['router'], 'new', 'reload')],
    live: [onDisk('router-users.xml', 'old')],
    daemons: [daemon('router', true, true), daemon('sm', true, true, ['router'])],
  });
  assert.deepEqual(kinds(plan), ['write', 'activate', 'reload router', 'prove']);
});

test('what does not survive the restart of another is restarted with it, and stopped before it', () => {
  const plan = planOf({
    files: [file('router.xml', ['router'])],
    live: [onDisk('router.xml', 'old')],
    daemons: [
      daemon('router', true, true),
      daemon('sm', true, true, ['router']),
      daemon('muc', false, false, ['router']),
    ],
  });
  assert.deepEqual(kinds(plan), ['write', 'stop sm router', 'activate', 'start router', 'start sm', 'prove']);
});

test('a daemon that should run and does not is started, though nothing changed', () => {
  const plan = planOf({
    files: [file('a', ['c2s'])],
    live: [onDisk('a')],
    daemons: [daemon('c2s', true, false)],
  });
  assert.deepEqual(kinds(plan), ['start c2s', 'prove']);
});

test('a file that was changed by hand, or is missing, is written again', () => {
  const plan = planOf({
    files: [file('a', []), file('b', [])],
    live: [onDisk('a', 'new', true), onDisk('b', null, true)],
    daemons: [],
  });
  assert.deepEqual(plan.changes, [
    { path: 'a', kind: 'changed' },
    { path: 'b', kind: 'changed' },
  ]);
});

test('the files of a module that was turned off are removed', () => {
  const plan = planOf({
    files: [],
    live: [onDisk('jabberd2/c2s.xml')],
    daemons: [daemon('c2s', false, true)],
  });
  assert.deepEqual(plan.changes, [{ path: 'jabberd2/c2s.xml', kind: 'removed' }]);
  assert.deepEqual(kinds(plan), ['write', 'stop c2s', 'activate', 'prove']);
});

test('who stops slowly is told with the others, and waited for only when they have been started', () => {
  const plan = (muc: boolean, c2s: readonly string[] = []) =>
    planOf({
      files: [file('c2s.xml', ['c2s', 'muc'])],
      live: [onDisk('c2s.xml', 'old')],
      daemons: [daemon('sm', true, true), daemon('c2s', true, true, c2s), daemon('muc', muc, true)],
    });
  assert.deepEqual(kinds(plan(true)), [
    'write',
    'stop c2s, leaving muc',
    'activate',
    'start c2s',
    'stop muc',
    'start muc',
    'prove',
  ]);
  assert.deepEqual(
    kinds(plan(false)).slice(-3),
    ['start c2s', 'stop muc', 'prove'],
    'also when it stays stopped',
  );
  assert.deepEqual(kinds(plan(true, ['muc']))[1], 'stop muc c2s', 'unless one of them does not survive it');
});

test('who stops slowly and alone is simply waited for', () => {
  const plan = planOf({
    files: [file('muc.xml', ['muc'])],
    live: [onDisk('muc.xml', 'old')],
    daemons: [daemon('c2s', true, true), daemon('muc', true, true)],
  });
  assert.deepEqual(kinds(plan), ['write', 'stop muc', 'activate', 'start muc', 'prove']);
});

test('where only that changes which can wait, the file is written and no daemon is touched', () => {
  const atOnce = (text: string): string => text.replace(/who=\w+/, '');
  const sm = (content: string): PlannedFile => ({ ...file('sm.xml', ['sm'], content), atOnce });
  const live = (content: string, hasDrifted = false): LiveFile[] => [onDisk('sm.xml', content, hasDrifted)];
  const daemons = [daemon('sm', true, true), daemon('c2s', true, true, ['sm'])];
  const waits = planOf({ files: [sm('a who=bob')], live: live('a who=carol'), daemons });
  assert.deepEqual(kinds(waits), ['write', 'activate', 'prove']);
  assert.deepEqual(waits.disturbs, []);
  const other = planOf({ files: [sm('b who=bob')], live: live('a who=carol'), daemons });
  assert.deepEqual(other.restarted, ['sm', 'c2s']);
  const byHand = planOf({ files: [sm('a who=bob')], live: live('a who=carol', true), daemons });
  assert.deepEqual(byHand.restarted, ['sm', 'c2s']);
});
