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
  const paths = (done: readonly boolean[], setUp = '/jabber') =>
    ['/module-state', setUp, '/save-changes', '/users/add'].map((path, index) => [path, done[index]]);
  const consent = '/module-state/enable?modules=jabber';
  assert.deepEqual(await stepsDone(), paths([false, false, false, false], consent));
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

test('the answer is a sentence with numbers; what is not known is left out, never 0', async (context) => {
  const { administrator, panel, deps, save } = await startPanel(context);
  const browser = administrator();
  assert.doesNotMatch((await browser.get('/')).text, /Chat works|Chat at/);
  await panel.modules.enable('jabber', 'admin');
  await save();
  const first = await browser.get('/');
  assert.match(first.text, /<h2>Chat works at chat\.internal\.<\/h2>/);
  assert.match(first.text, /<dt>Last save<\/dt><dd><time datetime=[^>]+>2 Mar 2026, [^<]+<\/time>/);
  assert.match(first.text, /<dt>Other servers<\/dt><dd>Not allowed<\/dd>/);
  assert.doesNotMatch(first.text, /connected now|<dt>Users<\/dt>|<dt>Certificate<\/dt>/);
  deps.sessionWatch.seen = () => ({ sessions: 14, users: 12 });
  deps.users.count = () => 1200;
  deps.renewal.outlooks = () =>
    Promise.resolve([{ module: 'jabber', validTo: '2027-03-02T00:00:00Z', notices: [] }]);
  const known = await browser.get('/');
  assert.match(known.text, /Connected now: 12 users with 14 clients\./);
  assert.match(known.text, /<dt>Users<\/dt><dd>1,200<\/dd>/);
  assert.match(known.text, /<dt>Certificate<\/dt><dd>Valid until 2 Mar 2027<\/dd>/);
});

test('one daemon that does not serve, also of a module that is depended on, makes it a problem', async (context) => {
  const { administrator, panel, save } = await startPanel(context);
  await panel.modules.enable('jabber', 'admin');
  await save();
  const browser = administrator();
  const rows = await panel.health.rows();
  for (const name of ['slapd', 'c2s']) {
    panel.health.rows = () =>
      Promise.resolve(rows.map((one) => (one.name === name ? { ...one, state: 'not-answering' } : one)));
    assert.match(
      (await browser.get('/')).text,
      /is-error">[^]*<h2>Chat at chat\.internal has a problem\.<\/h2>/,
      name,
    );
  }
});

test('the daemons are folded while all is well; else they are open and come first', async (context) => {
  const { administrator, panel, save } = await startPanel(context);
  await panel.modules.enable('jabber', 'admin');
  await save();
  const browser = administrator();
  const well = (await browser.get('/')).text;
  assert.match(well, /id="activity"[^]*<details>\s*<summary><h2 id="daemons-title">All 3 daemons run</);
  assert.match(well, /<details class="more"><summary aria-label="Actions: Client connections">/);
  const rows = await panel.health.rows();
  panel.health.rows = () =>
    Promise.resolve(
      rows.map((one) =>
        one.name === 'c2s' ? { ...one, state: 'stopped', can: 'start', detail: say`It ended.` } : one,
      ),
    );
  const unwell = (await browser.get('/')).text;
  assert.match(
    unwell,
    /<details open>\s*<summary><h2 id="daemons-title">One of 3 daemons has a problem<[^]*id="activity"/,
  );
  assert.match(
    unwell,
    /is-error">[^]*Client connections does not run\. It ended\.[^]*action="\/daemons\/c2s\/restart"[^]*aria-label="Start Client connections">Start<[^]*id="daemons"/,
  );
  assert.doesNotMatch(unwell, /Actions: Client connections/);
});

test('notices stand by urgency', async (context) => {
  const { administrator, panel, deps } = await startPanel(context);
  panel.notices.all = () => Promise.resolve([say`Somebody guesses.`]);
  panel.health.rows = () => Promise.resolve([{ ...row, advice: say`Restart it.` }]);
  deps.findings.unwell = () =>
    Promise.resolve([
      { subject: 'disk', verdict: 'warning', sentence: say`Little room.`, advice: say`Make some.` },
      { subject: 'clock', verdict: 'problem', sentence: say`It went back.`, advice: say`Set it.` },
    ]);
  const { text } = await administrator().get('/');
  const told = [...text.matchAll(/class="notice is-(\w+)">\s*<svg[^]*?<span>([^<]*)/g)];
  assert.deepEqual(
    told.map(([, tone, sentence]) => `${tone ?? ''}: ${(sentence ?? '').trim()}`),
    [
      'error: It went back. Set it.',
      'warning: Little room. Make some.',
      'warning: Somebody guesses.',
      'info: Client connections: Restart it.',
    ],
  );
  assert.match(text, /<details open>\s*<summary><h2 id="daemons-title">/);
  assert.doesNotMatch(text, /Actions: Client connections/);
});

test('the activity is drawn over a day, a week and a month, with a table of the same, and gaps are told', async (context) => {
  const { administrator, panel, save } = await startPanel(context);
  const browser = administrator();
  assert.doesNotMatch((await browser.get('/')).text, /id="activity"/);
  await panel.modules.enable('jabber', 'admin');
  await save();
  assert.match((await browser.get('/')).text, /Chat sessions<\/span> <strong>Not known yet</);
  panel.history.level('jabber.sessions', 7);
  panel.history.count('jabber.sign-ins', 0);
  panel.history.count('jabber.refusals', 3);
  const { text } = await browser.get('/');
  assert.match(text, /Chat sessions<\/span> <strong>At most 7<[^]*<path class="plot-line" d="M[^"]+"/);
  assert.match(text, /Sign-ins to chat<\/span> <strong>Never<[^]*<path class="plot-bars" d=""/);
  assert.match(text, /Refused sign-ins<\/span> <strong>3 times<[^]*<path class="plot-bars" d="M[^"]+"/);
  assert.match(text, /role="img" aria-labelledby="jabber-sessions-title jabber-sessions-text">\s*<title id=/);
  assert.match(text, /Not known: the panel was not running/);
  assert.match(text, /<td class="number">7<\/td><td class="number">0<\/td><td class="number">3<\/td>/);
  assert.equal([...text.matchAll(/>not known</g)].length, 23 * 3);
  for (const [span, rows] of [
    ['week', 7],
    ['month', 31],
    ['century', 24],
  ] as const) {
    const page = (await browser.get(`/?span=${span}`)).text;
    assert.equal([...page.matchAll(/<tr><th scope="row">/g)].length, rows, span);
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
  expectLog('panel', /^error: The daemon “Client connections” does not answer: it is deaf\.$/);
  const { administrator, panel } = await startPanel(context);
  panel.save.restart = () => Promise.reject(new Error('it is deaf'));
  const browser = administrator();
  await browser.get('/');
  const answer = await browser.follow(await browser.post('/daemons/c2s/restart', { running: 'no' }));
  assert.match(answer.text, /The daemon “Client connections” does not answer: it is deaf/);
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
