import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../../src/core/secret.js';
import { writeAdministrator } from '../../src/services/sign-in/administrator.js';
import { PASSWORD, startPanel, type Browser, type TestPanel } from './test-panel.js';

const NEW = 'a quite different one';
const change = { oldPassword: PASSWORD, password: NEW, passwordAgain: NEW };

async function signedIn({ stranger }: TestPanel, password = PASSWORD): Promise<Browser> {
  const browser = stranger();
  await browser.get('/sign-in');
  assert.equal((await browser.post('/sign-in', { name: 'admin', password })).status, 303);
  return browser;
}

test('the administrator changes the password: the new one holds, and every old session is dead', async (context) => {
  const panel = await startPanel(context);
  const browser = await signedIn(panel);
  const other = await signedIn(panel);
  const old = browser.cookies.get('ebox');
  assert.match((await browser.get('/account')).text, /<h1>My Account<\/h1>[^]*autocomplete="new-password"/);
  const done = await browser.follow(await browser.post('/account', change));
  assert.match(done.text, /Your password was changed\. All your other sessions were signed out/);
  assert.notEqual(browser.cookies.get('ebox'), old);
  assert.equal((await other.get('/account')).headers.location, '/sign-in?next=%2Faccount');
  assert.equal(panel.sessions.find(old ?? '', false), null);

  const stranger = panel.stranger();
  await stranger.get('/sign-in');
  assert.equal((await stranger.post('/sign-in', { name: 'admin', password: PASSWORD })).status, 401);
  assert.equal((await stranger.post('/sign-in', { name: 'admin', password: NEW })).status, 303);
  assert.equal((await browser.get('/account')).status, 200);
  assert.ok(!JSON.stringify(await panel.panel.audit.latest(20)).includes(NEW));
  assert.ok((await panel.panel.audit.latest(20)).some(({ what }) => what === 'Own password changed'));
});

test('what is wrong with the form is said at the field, and the password stays', async (context) => {
  const panel = await startPanel(context);
  const browser = await signedIn(panel);
  await browser.get('/account');
  for (const [fields, field, sentence] of [
    [{ oldPassword: '' }, 'oldPassword', /Type your current password/],
    [{ password: 'seven77', passwordAgain: 'seven77' }, 'password', /at least 8 characters/],
    [{ password: 'x'.repeat(257) }, 'password', /at most 256 characters/],
    [{ password: 'Password123' }, 'password', /one of the first that an attacker would try/],
    [{ password: 'aaaaaaaaaaaa' }, 'password', /one of the first that an attacker would try/],
    [{ passwordAgain: 'differs from it' }, 'passwordAgain', /The two passwords differ/],
    [{ oldPassword: 'wrong' }, 'oldPassword', /not your current password/],
  ] as const) {
    const answer = await browser.post('/account', { ...change, ...fields });
    assert.ok(answer.status === 422 || answer.status === 401, `${answer.status}`);
    const [, said = ''] = new RegExp(`id="field-${field}-error">[^]*?<span>([^<]*)`).exec(answer.text) ?? [];
    assert.match(said, sentence);
    assert.ok(!answer.text.includes(PASSWORD) && !answer.text.includes(NEW));
  }
  await signedIn(panel);
});

test('guessing the old password is slowed down like signing in, and counted with it', async (context) => {
  const panel = await startPanel(context);
  const browser = await signedIn(panel);
  await browser.get('/account');
  for (let failure = 1; failure <= 6; failure += 1) {
    assert.equal((await browser.post('/account', { ...change, oldPassword: 'wrong' })).status, 401);
  }
  const wait = await browser.post('/account', change);
  assert.equal(wait.status, 429);
  assert.equal(wait.headers['retry-after'], '1');
  assert.match(wait.text, /too many wrong attempts\. Try again in one second\./);
  const other = panel.stranger();
  other.cookies.set('ebox-device', browser.cookies.get('ebox-device') ?? '');
  await other.get('/sign-in');
  assert.equal((await other.post('/sign-in', { name: 'admin', password: PASSWORD })).status, 429);
  panel.machine.clock.pass(1);
  assert.equal((await browser.post('/account', change)).status, 303);
});

test('the list of sessions tells number, time and address, and marks this one; each can be ended', async (context) => {
  const panel = await startPanel(context);
  const browser = await signedIn(panel);
  panel.machine.clock.pass(60);
  const other = await signedIn(panel);
  const sessionsIn = (text: string): readonly (readonly [string, string])[] =>
    [...text.matchAll(/<th scope="row" role="rowheader"><bdi>(\d+)<\/bdi>([^]*?)<\/tr>/g)].map(
      ([, number = '', row = '']) => [number, row],
    );
  const { text } = await browser.get('/account');
  assert.deepEqual(
    sessionsIn(text).map(([number, row]) => [
      number,
      row.includes('this one'),
      /datetime="([^"]+)"/.exec(row)?.[1],
      row.includes('<bdi>127.0.0.1</bdi>'),
    ]),
    [
      ['2', false, '2026-03-02T09:31:00.000Z', true],
      ['1', true, '2026-03-02T09:30:00.000Z', true],
    ],
  );
  const oldestFirst = await browser.get('/account?sessions-sort=since');
  assert.deepEqual(
    sessionsIn(oldestFirst.text).map(([number]) => number),
    ['1', '2'],
  );
  const ended = await browser.follow(await browser.post('/account/sessions/end', { number: '2' }));
  assert.match(ended.text, /Session 2 was signed out/);
  assert.equal((await other.get('/')).status, 303);
  assert.equal((await browser.post('/account/sessions/end', { number: 'x' })).status, 400);

  const own = await browser.post('/account/sessions/end', { number: '1' });
  assert.equal(own.headers.location, '/sign-in');
  assert.equal(browser.cookies.has('ebox'), false);
  assert.equal(panel.sessions.of('admin').length, 0);
});

test('"Sign out everywhere" ends every session, this one too', async (context) => {
  const panel = await startPanel(context);
  const browser = await signedIn(panel);
  const other = await signedIn(panel);
  await browser.get('/account');
  const answer = await browser.post('/account/sign-out-everywhere');
  assert.equal(answer.headers.location, '/sign-in');
  assert.equal(answer.headers['clear-site-data'], '"cache", "storage"');
  assert.equal((await other.get('/')).status, 303);
  assert.equal(panel.sessions.of('admin').length, 0);
});

test('a password that was set from outside ends every session within a second', async (context) => {
  const panel = await startPanel(context);
  const browser = await signedIn(panel);
  assert.equal((await browser.get('/account')).status, 200);
  await writeAdministrator(panel.machine.store.document('administrator'), new Secret(NEW));
  panel.machine.clock.pass(1);
  assert.equal((await browser.get('/account')).status, 303);
  await signedIn(panel, NEW);
  const late = await signedIn(panel, NEW);
  assert.equal((await late.get('/account')).status, 200);
});
