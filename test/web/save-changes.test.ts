import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { test, type TestContext } from 'node:test';
import { z } from 'zod';
import type { LiveFile } from '../../src/core/ports.js';
import { say } from '../../src/core/words/sentence.js';
import { said } from '../helpers/in-english.js';
import { startPanel, type Answer, type Browser, type TestPanel } from './test-panel.js';
import { expectLog } from '../helpers/log-rule.js';

const eventSchema = z.object({ outcome: z.string(), sentence: z.string(), html: z.string() });

/** The hidden fields of the page Save Changes. */
const hiddenOf = ({ text }: Answer) => ({
  _pending: /name="_pending" value="([^"]*)"/.exec(text)?.[1] ?? '',
  _files: /name="_files" value="([^"]*)"/.exec(text)?.[1] ?? '',
});

/** A panel whose saves wait at the first daemon that they start until `release` is called. */
async function slowPanel(context: TestContext): Promise<TestPanel & { release(): void }> {
  const panel = await startPanel(context);
  await panel.panel.modules.enable('jabber', 'admin');
  const { daemons } = panel.machine;
  const start = daemons.start.bind(daemons);
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  daemons.start = async (name) => {
    await released;
    await start(name);
  };
  return { ...panel, release: () => release() };
}

async function pressSave(browser: Browser): Promise<Answer> {
  const page = await browser.get('/save-changes');
  return browser.post('/save-changes', hiddenOf(page));
}

test('what is pending is listed with who, when, old and new, and Save puts it into force', async (context) => {
  const { administrator, panel, save } = await startPanel(context);
  await panel.modules.enable('jabber', 'admin');
  await save();
  const browser = administrator();
  assert.match((await browser.get('/save-changes')).text, /There are no pending changes/);
  await panel.draft.apply({
    module: 'jabber',
    values: { ...(await panel.draft.view('jabber')).settings, muc: true, domain: 'chat.example.org' },
    version: (await panel.draft.view('jabber')).version,
    who: 'somebody <else>',
  });
  const page = await browser.get('/save-changes');
  assert.match(
    page.text,
    /Domain Name<\/strong>[^]*<bdi>chat\.internal<\/bdi>[^]*<bdi>chat\.example\.org<\/bdi>/,
  );
  assert.match(page.text, /Enable Multi User Chat \(MUC\)<\/strong>[^]*<bdi>no<\/bdi>[^]*<bdi>yes<\/bdi>/);
  assert.match(page.text, /<time datetime="2026-03-02T[^]*<bdi>somebody &lt;else&gt;<\/bdi>/);
  assert.match(page.text, /Who is affected[^]*Everybody is disconnected for about three seconds/);

  const pressed = await browser.post('/save-changes', hiddenOf(page));
  assert.equal(pressed.headers.location, '/save-changes/progress');
  while (panel.save.current()?.outcome === 'running') await new Promise((resolve) => setImmediate(resolve));
  const progress = await browser.follow(pressed);
  assert.match(progress.text, /<h1>Changes saved\. Active and tested<\/h1>/);
  assert.ok(!progress.text.includes('http-equiv="refresh"'));
  assert.deepEqual(panel.draft.pending(), []);
});

test('where a save has ended, the page says what comes next', async (context) => {
  const { administrator, panel, save } = await startPanel(context);
  await panel.modules.enable('jabber', 'admin');
  await save();
  const { text } = await administrator().get('/save-changes/progress');
  assert.match(
    text,
    /What comes next[^]*href="\/users\/add">Add people<[^]*quiet" href="\/users">Set up a client</,
  );
});

test('a module that is set up is applied and saved in one, as long as no user is disturbed', async (context) => {
  const { administrator, panel, save } = await startPanel(context);
  await panel.modules.enable('jabber', 'admin');
  const browser = administrator();
  const fields = async (domain: string) => ({
    ...{ domain, ssl: 'required', _save: 'yes' },
    _version: String((await panel.draft.view('jabber')).version),
  });
  assert.match((await browser.get('/jabber')).text, /name="_save"/);
  panel.save.drifted = () => Promise.resolve(['jabberd2/c2s.xml']);
  const byHand = await browser.post('/jabber', await fields('one.internal'));
  assert.equal(byHand.headers.location, '/save-changes');
  panel.save.drifted = () => Promise.resolve([]);
  const first = await browser.post('/jabber', await fields('two.internal'));
  assert.equal(first.headers.location, '/save-changes/progress');
  while (panel.save.current()?.outcome === 'running') await new Promise((resolve) => setImmediate(resolve));
  assert.equal((await panel.draft.view('jabber')).saved.domain, 'two.internal');
  assert.doesNotMatch((await browser.get('/jabber')).text, /name="_save"/);
  await save();
  const disturbing = await browser.post('/jabber', { ...(await fields('two.internal')), muc: 'on' });
  assert.equal(disturbing.headers.location, '/save-changes');
  assert.equal((await panel.draft.view('jabber')).saved.muc, false);
});

test('Discard Changes takes the draft back', async (context) => {
  const { administrator, panel, save } = await startPanel(context);
  await panel.modules.enable('jabber', 'admin');
  await save();
  await panel.modules.disable('jabber', 'admin');
  const browser = administrator();
  const page = await browser.get('/save-changes');
  const done = await browser.follow(await browser.post('/save-changes/discard', hiddenOf(page)));
  assert.match(done.text, /The changes were discarded/);
  assert.deepEqual(panel.draft.pending(), []);
});

test('a list that has changed since it was shown is neither saved nor discarded', async (context) => {
  const { administrator, panel } = await startPanel(context);
  await panel.modules.enable('jabber', 'admin');
  const browser = administrator();
  const shown = hiddenOf(await browser.get('/save-changes'));
  const view = await panel.draft.view('jabber');
  await panel.draft.apply({
    module: 'jabber',
    values: { ...view.settings, muc: true },
    version: view.version,
    who: 'b',
  });
  for (const path of ['/save-changes', '/save-changes/discard']) {
    const answer = await browser.post(path, shown);
    assert.equal(answer.status, 409);
    assert.match(answer.text, /not the ones that this page showed[^]*Enable Multi User Chat/);
  }
  assert.equal(panel.draft.pending().length, 2);
  assert.notEqual(said(panel.save.current()?.title), 'Saving the changes');
});

test('while it runs, two browsers see the same progress, and pressing Save again begins nothing', async (context) => {
  const panel = await slowPanel(context);
  const [one, two] = [panel.administrator(), panel.administrator()];
  await pressSave(one);
  const job = panel.panel.save.current();
  const again = await pressSave(two);
  assert.equal(again.headers.location, '/save-changes/progress');
  assert.equal(panel.panel.save.current()?.id, job?.id);
  for (const browser of [one, two]) {
    const { text } = await browser.get('/save-changes/progress');
    assert.match(text, /<h1>Saving the changes<\/h1>/);
    assert.match(
      text,
      /<noscript><meta http-equiv="refresh" content="2; url=\/save-changes\/progress\?again"><\/noscript>/,
    );
    assert.match(text, /\d of \d+: [^<]+[^]*<progress max="100" value="\d+"/);
    assert.match(text, /aria-current="step"/);
  }
  assert.match((await one.get('/')).text, /href="\/save-changes\/progress"[^]*class="count">saving/);
  panel.release();
});

test('while it runs, what is being saved cannot be discarded', async (context) => {
  const panel = await slowPanel(context);
  const browser = panel.administrator();
  const shown = hiddenOf(await browser.get('/save-changes'));
  await pressSave(browser);
  const answer = await browser.post('/save-changes/discard', shown);
  assert.equal(answer.status, 409);
  assert.match(answer.text, /A save is running/);
  assert.ok(!answer.text.includes('Discard Changes'));
  assert.equal(panel.panel.draft.pending().length, 1);
  panel.release();
});

test('while it runs, the page has no button that saves, and says where the progress is', async (context) => {
  const panel = await slowPanel(context);
  const browser = panel.administrator();
  assert.match((await browser.get('/save-changes')).text, /<button type="submit">Save<\/button>/);
  await pressSave(browser);
  const { text } = await browser.get('/save-changes');
  assert.match(text, /A save is running\.[^]*href="\/save-changes\/progress"/);
  assert.match(text, /Module status<\/strong>/);
  assert.doesNotMatch(text, />Save<\/button>|Discard Changes|Who is affected/);
  panel.release();
});

test('whom it disturbs is told in numbers: clients, daemons, and how long each restart took here', async (context) => {
  const { administrator, panel } = await startPanel(context);
  await panel.modules.enable('jabber', 'admin');
  const preview = await panel.save.preview();
  panel.save.preview = () =>
    Promise.resolve({
      ...preview,
      sentences: [say`Everybody is disconnected for about three seconds.`],
      connected: 12,
      daemons: [
        { title: say`Client connections`, how: 'restart', took: 2140 },
        { title: say`Sessions`, how: 'restart', took: null },
        { title: say`Chat rooms`, how: 'stop', took: null },
      ],
    });
  const { text } = await administrator().get('/save-changes');
  assert.match(text, /12 clients are connected now/);
  assert.match(text, /<details open>\s*<summary>What happens to 3 daemons/);
  assert.match(text, /Client connections restarts\. Its last restarts on this machine took 2\.1 s at most\./);
  assert.match(text, /Sessions restarts\. How long that takes on this machine is not known yet\./);
  assert.match(text, /Chat rooms stops\./);
});

test('what happens when a setting is changed stands here, and the old address leads here', async (context) => {
  const { administrator, panel, save } = await startPanel(context);
  await panel.modules.enable('jabber', 'admin');
  await save();
  const browser = administrator();
  const folded = await browser.get('/save-changes');
  assert.match(folded.text, /href="\/save-changes\?when=any#what-happens"/);
  assert.doesNotMatch(folded.text, /<th scope="col">Setting<\/th>/);
  const old = await browser.get('/what-happens');
  assert.equal(old.headers.location, '/save-changes?when=any#what-happens');
  const shown = await browser.get('/save-changes?when=any');
  assert.match(shown.text, /<th scope="row" role="rowheader">Enable Multi User Chat \(MUC\)<br>/);
  panel.consequences.all = () => Promise.reject(new Error('the directory is stopped'));
  assert.match(
    (await browser.get('/save-changes?when=any')).text,
    /role="alert"[^]*the directory is stopped/,
  );
});

test('every step is sent to the browsers that watch, until the end', { timeout: 20_000 }, async (context) => {
  const panel = await slowPanel(context);
  const browser = panel.administrator();
  await pressSave(browser);
  const events: z.infer<typeof eventSchema>[] = [];
  const answer = await watch(context, panel, browser, (event) => events.push(event));
  assert.equal(answer.headers['content-type'], 'text/event-stream; charset=utf-8');
  panel.release();
  while (events.at(-1)?.outcome !== 'done') await once(answer, 'data');
  assert.equal(events.at(-1)?.sentence, 'Changes saved. Active and tested');
  assert.match(events[0]?.html ?? '', /<progress/);
  assert.ok(events.length > 3);
});

test('watching keeps no session alive, and ends with it', { timeout: 10_000 }, async (context) => {
  const panel = await slowPanel(context);
  const browser = panel.administrator();
  await pressSave(browser);
  const answer = await watch(context, panel, browser, () => undefined);
  panel.machine.clock.pass(15 * 60 - 1);
  assert.equal((await browser.get('/save-changes/progress?again')).status, 200);
  panel.machine.clock.pass(2);
  panel.release();
  await once(answer, 'end');
  assert.equal((await browser.get('/save-changes/progress?again')).status, 303);
  const refused = await browser.get('/save-changes/events', { 'Sec-Fetch-Dest': 'empty' });
  assert.equal(refused.status, 403);
});

test('a save that fails says which step, why and what became of it, and the change is still pending', async (context) => {
  const { administrator, panel, machine, save } = await startPanel(context);
  await panel.modules.enable('jabber', 'admin');
  expectLog('panel', /^error: Saving the changes failed: .* port 5222 is taken\.$/);
  machine.daemons.start = () => Promise.reject(new Error('port 5222 is taken'));
  machine.daemons.lastLines = () => Promise.resolve(['[<c2s>] bind: Address already in use']);
  await save();
  const { text } = await administrator().get('/save-changes/progress');
  assert.match(text, /<title>Error: [^<]+<\/title>/);
  assert.match(text, /port 5222 is taken/);
  assert.match(text, /Last lines of the log: [^]*\[&lt;c2s&gt;\] bind: Address already in use/);
  assert.match(text, /Show the pending changes/);
  assert.equal(panel.draft.pending().length, 1);
});

test('for a file that was changed by hand it must be decided what becomes of it', async (context) => {
  const { administrator, panel, machine, save } = await startPanel(context);
  await panel.modules.enable('jabber', 'admin');
  await save();
  const live = machine.configuration.live.bind(machine.configuration);
  machine.configuration.live = async () =>
    (await live()).map((file): LiveFile =>
      file.path === 'jabberd2/c2s.xml'
        ? { ...file, content: `${file.content ?? ''}\n<by-hand/>`, hasDrifted: true }
        : file,
    );
  const browser = administrator();
  const page = await browser.get('/save-changes');
  assert.match(page.text, /Files changed by hand[^]*jabberd2\/c2s\.xml[^]*&lt;by-hand\/&gt;/);

  const undecided = await browser.post('/save-changes', hiddenOf(page));
  assert.equal(undecided.status, 422);
  assert.match(undecided.text, /Choose for each file/);
  const decided = await browser.post('/save-changes', { ...hiddenOf(page), 'file.jabberd2/c2s.xml': 'keep' });
  assert.equal(decided.status, 303);
});

test('when it cannot be told what a save would do, the page says why', async (context) => {
  const { administrator, panel } = await startPanel(context);
  await panel.modules.enable('jabber', 'admin');
  panel.save.preview = () => Promise.reject(new Error('the directory is stopped'));
  const { status, text } = await administrator().get('/save-changes');
  assert.equal(status, 200);
  assert.match(text, /it would probably fail: the directory is stopped/);
});

/** Opens the stream of events as a page does. */
async function watch(
  context: TestContext,
  { port }: TestPanel,
  browser: Browser,
  onEvent: (event: z.infer<typeof eventSchema>) => void,
) {
  const outgoing = request({
    host: '127.0.0.1',
    port,
    path: '/save-changes/events',
    headers: { Cookie: `ebox=${browser.cookies.get('ebox') ?? ''}`, 'Sec-Fetch-Dest': 'empty' },
  });
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on('response', resolve).on('error', reject).end();
  });
  context.after(() => outgoing.destroy());
  let text = '';
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const data = /^data: (.*)$/m.exec(part)?.[1];
      if (data !== undefined) onEvent(eventSchema.parse(JSON.parse(data)));
    }
  });
  return answer;
}
