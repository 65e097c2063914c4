import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { say } from '../../src/core/words/sentence.js';
import { isAsked, type Act, type Outcome } from '../../src/core/act.js';
import { servicesHeading, type ModulePages } from '../../src/core/module/index.js';
import { doneTo, shown } from '../../src/core/page.js';
import { gated } from '../../src/services/acts/gate.js';
import { sessionLimits } from '../../src/services/sign-in/sessions.js';
import { wordModule } from '../helpers/modules.js';
import { PASSWORD, startPanel } from './test-panel.js';

/** What rings, and how often it was rung. */
const rung: string[] = [];
const ring: Act<string, Outcome> = {
  name: 'bell.ring',
  title: (word) => say`Bell rung: ${{ word }}`,
  stepUp: () => say`You are about to ring the bell.`,
  async do(word, doing) {
    rung.push(word);
    await doing.record({ what: say`Bell rung: ${{ word }}` });
    return { kind: 'rung' };
  },
};

async function open(context: TestContext) {
  rung.length = 0;
  let isDone = false;
  const pages: ModulePages = {
    menu: [
      { heading: { id: 'bells', label: say`Bells` }, label: say`Ring`, path: '/bell/ring', icon: 'add' },
      { heading: servicesHeading, label: say`Who listens`, path: '/bell/listeners/:name', icon: 'users' },
    ],
    declare: () => [
      {
        path: '/bell/listeners/:name',
        showsLateForm: true,
        get: (request) =>
          shown({
            template: 'question',
            title: say`Listener ${{ name: request.part('name') }}`,
            locals: {
              action: '/bell/ring',
              cancel: '/',
              hidden: [],
              sentences: [request.late ?? 'In time.', request.field('word')],
              answers: [],
              isLoss: false,
            },
          }),
      },
      {
        path: '/bell/ring',
        post: async (request) => {
          const bell = gated(panel.panel.audit, ring);
          const came = await bell.request(request.field('word'), request.permission);
          return isAsked(came) ? { kind: 'asking', asked: came, cancel: '/' } : doneTo('/', say`It rang.`);
        },
      },
    ],
    lastStep: {
      label: say`Hang up the bell`,
      path: '/bell/listeners/all',
      why: say`Nobody else can.`,
      isDone: () => (isDone ? Promise.resolve(true) : Promise.reject(new Error('nobody can tell'))),
    },
  };
  const module = wordModule('bell', [], { pages, daemons: [], files: [] });
  const panel = await startPanel(context, {}, undefined, [module]);
  return { ...panel, hangUp: () => (isDone = true) };
}

test('a page that a module brings stands behind the same door as every other', async (context) => {
  const { stranger, administrator, panel, machine } = await open(context);
  const nobody = stranger();
  assert.equal(
    (await nobody.get('/bell/listeners/all')).headers.location,
    '/sign-in?next=%2Fbell%2Flisteners%2Fall',
  );
  assert.notEqual((await nobody.post('/bell/ring', { word: 'x' })).status, 200);
  const browser = administrator();
  assert.match((await browser.get('/bell/listeners/all')).text, /<h1>Listener all<\/h1>[^]*In time\./);
  assert.equal((await browser.get('/bell/ring')).headers.location, '/bell');
  const headers = { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' };
  assert.equal((await browser.postWith('/bell/ring', { word: 'no token' }, headers)).status, 403);
  const foreign = { 'Sec-Fetch-Site': 'cross-site' };
  assert.equal(
    (await browser.postWith('/bell/ring', { _token: browser.token, word: 'x' }, foreign)).status,
    403,
  );

  machine.clock.pass(301);
  const asked = await browser.post('/bell/ring', { word: 'ding' });
  assert.match(asked.text, /name="word" value="ding"[^]*You are about to ring the bell/);
  assert.equal(rung.length, 0);
  const done = await browser.follow(await browser.post('/bell/ring', { word: 'ding', _proof: PASSWORD }));
  assert.match(done.text, /It rang\./);
  assert.deepEqual(rung, ['ding']);
  assert.equal((await panel.audit.latest(1))[0]?.what, 'Bell rung: ding');
});

test('what is asked first sends the form on, but no password and no passphrase of it', async (context) => {
  const { administrator, machine } = await open(context);
  const browser = administrator();
  await browser.get('/');
  machine.clock.pass(301);
  const form = { word: 'ding', password: 'hush-one', passphrase: 'hush-two' };
  const asked = await browser.post('/bell/ring', form);
  assert.match(asked.text, /name="word" value="ding"[^]*name="_kept"/);
  assert.doesNotMatch(asked.text, /hush/);
});

test('its menu entries stand under their headings, and its last step on the home page until it is done', async (context) => {
  const { administrator, hangUp } = await open(context);
  const browser = administrator();
  const home = await browser.get('/');
  assert.match(home.text, /Bells[^]*href="\/bell\/ring"[^]*Services[^]*href="\/bell"[^]*Who listens/);
  assert.match(home.text, /Save the changes[^]*Hang up the bell[^]*Nobody else can\./);
  const [, before = ''] = /(<li[^>]*>(?:(?!<li)[^])*Hang up the bell)/.exec(home.text) ?? [];
  hangUp();
  const [, after = ''] =
    /(<li[^>]*>(?:(?!<li)[^])*Hang up the bell)/.exec((await browser.get('/')).text) ?? [];
  assert.notEqual(before, after, 'what cannot be told is not done yet');
});

test('a form that came too late is shown again only by a page that says it can', async (context) => {
  const { stranger, machine } = await open(context);
  const late = async (path: string) => {
    const browser = stranger();
    await browser.get('/sign-in');
    await browser.follow(await browser.post('/sign-in', { name: 'admin', password: PASSWORD, next: '/' }));
    machine.clock.pass(sessionLimits.idleSeconds + 1);
    return { browser, answer: await browser.post(path, { word: 'typed' }) };
  };
  const kept = await late('/bell/listeners/bob');
  assert.match(kept.answer.headers.location ?? '', /not-taken=kept&next=%2Fbell%2Flisteners%2Fbob/);
  await kept.browser.get('/sign-in');
  const signedIn = await kept.browser.post('/sign-in', {
    name: 'admin',
    password: PASSWORD,
    next: '/bell/listeners/bob',
  });
  assert.match((await kept.browser.follow(signedIn)).text, /You were signed out[^]*typed/);
  assert.match((await late('/bell/ring')).answer.headers.location ?? '', /not-taken=yes/);
  assert.match((await late('/bell/listeners/bob/more')).answer.headers.location ?? '', /not-taken=yes/);
});
