import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DaemonRow } from '../../src/services/daemons/daemon-row.js';
import { startPanel } from './test-panel.js';
import type { FreeSpace } from '../../src/core/free-space.js';
import { expectLog } from '../helpers/log-rule.js';
import { say, verbatim } from '../../src/core/words/sentence.js';

const row: DaemonRow = {
  name: 'c2s',
  title: say`Client connections`,
  module: verbatim('Jabber'),
  moduleId: 'jabber',
  state: 'running',
  detail: say`It answers.`,
  advice: '',
  crashes: 0,
  can: 'restart',
};

test('a machine where nothing is set up says what to do next, and ticks off what is done', async (context) => {
  const { administrator, panel, save } = await startPanel(context);
  const browser = administrator();
  const stepsDone = async () => {
    const { text } = await browser.get('/');
    return [...text.matchAll(/<li( class="is-done")?>\s*<svg[^]*?<a href="([^"]+)"/g)].map(
      ([, done, path]) => [path, done !== undefined],
    );
  };
  const paths = (done: readonly boolean[]) =>
    ['/module-state', '/jabber', '/save-changes', '/users/add'].map((path, index) => [path, done[index]]);
  assert.deepEqual(await stepsDone(), paths([false, false, false, false]));
  await panel.modules.enable('jabber', 'admin');
  assert.deepEqual(await stepsDone(), paths([true, false, false, false]));
  const view = await panel.draft.view('jabber');
  const values = { ...view.settings, domain: 'chat.example.org' };
  await panel.draft.apply({ module: 'jabber', values, version: view.version, who: 'admin' });
  assert.deepEqual(await stepsDone(), paths([true, true, false, false]));
  await save();
  assert.deepEqual(await stepsDone(), paths([true, true, true, false]));
  panel.users.isEmpty = () => Promise.resolve(false);
  assert.deepEqual(await stepsDone(), []);
});

test('each daemon says what it really does, why, and what can be done', async (context) => {
  const { administrator, panel } = await startPanel(context);
  const rows: readonly (readonly [Partial<DaemonRow>, RegExp])[] = [
    [{}, /is-good">Running<\/span>[^]*It answers\.[^]*>\s*Restart</],
    [
      { state: 'stopped', detail: say`It ended with status 1.`, can: 'start', crashes: 3 },
      /is-bad">Stopped<[^]*3 crashes in the last minute[^]*It ended with status 1\.[^]*>\s*Start</,
    ],
    [
      { state: 'not-answering', detail: say`The process is there, but <nobody> answers` },
      /is-bad">Not answering<[^]*but &lt;nobody&gt; answers/,
    ],
    [{ state: 'unmanaged', can: null }, /is-warning">Running unmanaged</],
    [{ state: 'disabled', can: null }, /is-quiet">Disabled</],
  ];
  for (const [change, expected] of rows) {
    panel.health.rows = () => Promise.resolve([{ ...row, ...change }]);
    const { text } = await administrator().get('/');
    assert.match(text, expected);
    assert.equal(text.includes('/daemons/c2s/restart'), change.can !== null);
  }
});

test('what a module wants to be known stands on the home page, as text', async (context) => {
  const { administrator, panel } = await startPanel(context);
  assert.doesNotMatch((await administrator().get('/')).text, /Somebody guesses/);
  panel.notices.all = () => Promise.resolve([say`Somebody guesses at <alice>.`]);
  assert.match(
    (await administrator().get('/')).text,
    /class="notice is-warning"[^]*Somebody guesses at &lt;alice&gt;\./,
  );
});

test('restarting what serves asks first and says whom it disturbs; starting does not ask', async (context) => {
  const { administrator, panel } = await startPanel(context);
  const restarted: string[] = [];
  panel.save.restart = (name) => Promise.resolve(void restarted.push(name));
  panel.health.rows = () => Promise.resolve([row]);
  const browser = administrator();
  await browser.get('/');
  const question = await browser.post('/daemons/c2s/restart', { running: 'yes' });
  assert.match(
    question.text,
    /Restart Client connections\?[^]*Everybody is disconnected for about three seconds/,
  );
  assert.deepEqual(restarted, []);
  const done = await browser.follow(await browser.post('/daemons/c2s/restart', { _confirmed: 'yes' }));
  assert.match(done.text, /Client connections was started and answers/);
  await browser.post('/daemons/sm/restart', { running: 'no' });
  assert.deepEqual(restarted, ['c2s', 'sm']);
  assert.equal((await browser.post('/daemons/sshd/restart', { running: 'no' })).status, 404);
});

test('a daemon that does not come up is said on the home page', async (context) => {
  expectLog('panel', /^error: No answer from Client connections: it is deaf\.$/);
  const { administrator, panel } = await startPanel(context);
  panel.save.restart = () => Promise.reject(new Error('it is deaf'));
  const browser = administrator();
  await browser.get('/');
  const answer = await browser.follow(await browser.post('/daemons/c2s/restart', { running: 'no' }));
  assert.match(answer.text, /No answer from Client connections: it is deaf/);
});

test('what was found at the start of the panel is said until a save goes well', async (context) => {
  const { administrator, panel } = await startPanel(context);
  assert.doesNotMatch((await administrator().get('/')).text, /The panel ended/);
  panel.save.recovery = () => say`The panel ended in the middle of <something>.`;
  assert.match((await administrator().get('/')).text, /The panel ended in the middle of &lt;something&gt;\./);
});

test('a file that somebody changed by hand is said, and where to decide', async (context) => {
  expectLog('panel', /^error: cannot find out which files were changed by hand: no list$/);
  const panel = await startPanel(context);
  const browser = panel.administrator();
  assert.doesNotMatch((await browser.get('/')).text, /by hand/);
  panel.panel.save.drifted = () => Promise.resolve(['jabberd2/c2s.xml']);
  assert.match(
    (await browser.get('/')).text,
    /A file was changed by hand: [^]*jabberd2\/c2s\.xml[^]*href="\/save-changes"/,
  );
  panel.panel.save.drifted = () => Promise.reject(new Error('no list'));
  assert.equal((await browser.get('/')).status, 200);
});

test('a clock that went back is said on the home page', async (context) => {
  const { administrator, machine } = await startPanel(context);
  const browser = administrator();
  assert.doesNotMatch((await browser.get('/')).text, /clock went back/);
  const when = new Date(machine.clock.now().getTime() + 3_600_000).toISOString();
  await machine.audit.append({
    ...{ when, who: 'admin', from: '', session: '' },
    ...{ what: 'A test', before: '', after: '', outcome: 'done' },
  });
  assert.match((await browser.get('/')).text, /is-error[^]*The clock went back[^]*Set the correct time/);
});

test('what the doctor finds of the disk stands on the home page too', async (context) => {
  const { administrator, machine } = await startPanel(context);
  const browser = administrator();
  const shows = async (space: FreeSpace): Promise<string> => {
    machine.files.space = () => Promise.resolve(space);
    return (await browser.get('/')).text;
  };
  assert.doesNotMatch(await shows({ bytes: 2e9, files: 5000 }), /are free|can be created/);
  assert.match(
    await shows({ bytes: 0.9e9, files: null }),
    /is-warning[^]*900 MB are free below[^]*Free some space/,
  );
  assert.match(
    await shows({ bytes: 0, files: 3 }),
    /is-error[^]*0 MB are free[^]*Only 3 more files can be created/,
  );
});
