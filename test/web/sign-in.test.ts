import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser, PASSWORD, sendRaw, startPanel, type Answer } from './test-panel.js';

test('signing in gives a new session, and signing out ends it at once', async (context) => {
  const { stranger, port } = await startPanel(context);
  const preset = 'A'.repeat(43);
  const browser = stranger();
  browser.cookies.set('ebox', preset);
  await browser.get('/sign-in');
  const signedIn = await browser.post('/sign-in', {
    name: 'admin',
    password: PASSWORD,
    next: '/module-state',
  });
  assert.equal(signedIn.headers.location, '/module-state');
  const id = browser.cookies.get('ebox');
  assert.notEqual(id, preset);
  assert.match((await browser.follow(signedIn)).text, /<h1>Module State<\/h1>/);

  const thief = new Browser(port, new Map(browser.cookies));
  assert.equal((await thief.get('/module-state')).status, 200);
  assert.equal((await browser.post('/sign-out')).headers.location, '/sign-in');
  assert.equal((await thief.get('/module-state')).status, 303);
  assert.equal(browser.cookies.has('ebox'), false);
});

test('signing in again ends the session that the browser had', async (context) => {
  const { administrator, sessions } = await startPanel(context);
  const browser = administrator();
  const old = browser.cookies.get('ebox') ?? '';
  await browser.get('/module-state');
  await browser.post('/sign-in', { name: 'admin', password: PASSWORD });
  assert.equal(sessions.find(old, false), null);
});

test('a wrong password and an unknown name get the same page', async (context) => {
  const { stranger } = await startPanel(context);
  const browser = stranger();
  await browser.get('/sign-in');
  const plain = ({ status, text }: Answer, name: string) => ({
    status,
    text: text.replace(`value="${name}"`, 'value=""'),
  });
  const wrong = plain(await browser.post('/sign-in', { name: 'admin', password: 'wrong' }), 'admin');
  const unknown = plain(await browser.post('/sign-in', { name: 'nobody', password: 'wrong' }), 'nobody');
  assert.equal(wrong.status, 401);
  assert.match(wrong.text, /The user name or the password is wrong/);
  assert.deepEqual(wrong, unknown);
});

test('what is missing is said at the field, before anything is tried', async (context) => {
  const { stranger, machine } = await startPanel(context);
  const browser = stranger();
  await browser.get('/sign-in');
  const empty = await browser.post('/sign-in', { name: 'admin', password: '' });
  assert.equal(empty.status, 422);
  assert.match(empty.text, /name="name" value="admin"/);
  assert.match(empty.text, /id="field-password-error">[^]*Type your password\./);
  assert.equal((await browser.post('/sign-in', { password: 'x' })).status, 422);
  const twice = await browser.postText(
    '/sign-in',
    `_token=${browser.token}&name=admin&password=a&password=b`,
    {
      'Sec-Fetch-Site': 'same-origin',
    },
  );
  assert.equal(twice.status, 400);
  assert.deepEqual(machine.log.lines, []);
});

test('names and cookies with control characters open nothing', async (context) => {
  const { stranger, port } = await startPanel(context);
  const browser = stranger();
  await browser.get('/sign-in');
  for (const name of ['admin\r\nadmin', 'admin\0', 'admin=1', 'ADMIN', ' admin']) {
    const { status } = await browser.post('/sign-in', { name, password: PASSWORD });
    assert.equal(status, 401, JSON.stringify(name));
  }
  for (const cookie of [
    'ebox=',
    'ebox=x',
    'ebox==',
    `ebox=${'A'.repeat(43)}; ebox=${'B'.repeat(43)}`,
    'ebox',
  ]) {
    const thief = new Browser(port);
    assert.equal((await thief.get('/module-state', { Cookie: cookie })).status, 303, cookie);
  }
});

test('a header that breaks its line, or has a NUL, opens nothing', async (context) => {
  const { port, sessions } = await startPanel(context);
  const id = sessions.open('admin', '127.0.0.1');
  const ask = (lines: string): Promise<string> =>
    sendRaw(port, `GET /account HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines}\r\nConnection: close\r\n\r\n`);
  for (const lines of [
    `Cookie: ebox=${id}\0`,
    `Cookie: x\0; ebox=${id}`,
    `Cookie: x\rebox=${id}`,
    `Cookie: x\nebox=${id}`,
    `Cookie: ebox=${id}=`,
    `Cookie: ebox=${id}\r\nCookie: ebox=${'A'.repeat(43)}`,
    `Authorization: Basic ${Buffer.from('admin:\r\nadmin=1').toString('base64')}`,
    `Authorization: Bearer ${id}`,
    `Authorization: a\0b`,
  ]) {
    assert.match(await ask(lines), /^HTTP\/1\.1 (?:303|400) /, JSON.stringify(lines));
  }
  assert.match(await ask(`Cookie: ebox=${id}`), /^HTTP\/1\.1 200 /);
  assert.deepEqual(
    sessions.of('admin').map(({ number }) => number),
    [1],
  );
});

test('after too many attempts the page says when to try again, whatever the browser pretends', async (context) => {
  const { stranger, machine } = await startPanel(context);
  const browser = stranger();
  await browser.get('/sign-in');
  const headers = { 'Sec-Fetch-Site': 'same-origin', 'X-Forwarded-For': '203.0.113.1' };
  const attempt = (password: string) =>
    browser.postWith('/sign-in', { _token: browser.token, name: 'admin', password }, headers);
  for (let failure = 1; failure <= 6; failure += 1) assert.equal((await attempt('wrong')).status, 401);
  const wait = await attempt(PASSWORD);
  assert.equal(wait.status, 429);
  assert.equal(wait.headers['retry-after'], '1');
  assert.match(wait.text, /too many wrong attempts. Try again in one second\./);
  assert.ok(machine.log.lines.every((line) => !line.includes('203.0.113.1')));
  machine.clock.pass(1);
  assert.equal((await attempt(PASSWORD)).status, 303);
});

test('of many sign-ins at once a few are worked on, and the others are told to come back', async (context) => {
  const { stranger } = await startPanel(context);
  const browser = stranger();
  await browser.get('/sign-in');
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => browser.post('/sign-in', { name: 'admin', password: 'wrong' })),
  );
  const count = (status: number): number => answers.filter((answer) => answer.status === status).length;
  assert.equal(count(401) + count(503), 30);
  assert.ok(count(401) >= 1 && count(503) >= 15, `${count(401)} were worked on`);
});

test('a form that is sent after the session has ended is not lost without a word', async (context) => {
  const panel = await startPanel(context);
  const stranger = panel.stranger();
  await stranger.get('/sign-in');
  const answer = await stranger.post('/users/add', { userName: 'alice' });
  assert.equal(answer.status, 303);
  assert.match((await stranger.follow(answer)).text, /did not take what you just sent/);
  assert.doesNotMatch((await stranger.get('/sign-in')).text, /not taken/);
});

test('fifty bad sign-ins a second: what is written of each is short, so that ten minutes of it stay below the caps', async (context) => {
  const { stranger, machine, panel } = await startPanel(context);
  const browser = stranger();
  await browser.get('/sign-in');
  const name = 'x'.repeat(5000);
  const attempts = 250;
  for (let second = 0; second < attempts / 50; second += 1) {
    await Promise.all(Array.from({ length: 50 }, () => browser.post('/sign-in', { name, password: name })));
    machine.clock.pass(1);
  }
  const logged = machine.log.lines.join('\n').length;
  const audited = JSON.stringify(await panel.audit.latest(attempts * 2)).length;
  const inTenMinutes = ((logged + audited) / attempts) * 50 * 600;
  assert.ok(inTenMinutes < 20_000_000, `${Math.round(inTenMinutes)} bytes`);
});

test('a browser that signed in before is let in while others guess, and Home names them', async (context) => {
  const panel = await startPanel(context);
  const [browser, guesser] = [panel.stranger(), panel.stranger()];
  await browser.get('/sign-in');
  await browser.post('/sign-in', { name: 'admin', password: PASSWORD });
  await browser.get('/module-state');
  await browser.post('/sign-out');
  assert.equal(browser.cookies.size, 1, 'the browser is still known');
  await guesser.get('/sign-in');
  for (let guess = 1; guess <= 6; guess += 1)
    assert.equal((await guesser.post('/sign-in', { name: 'admin', password: 'wrong' })).status, 401);
  assert.equal((await guesser.post('/sign-in', { name: 'admin', password: PASSWORD })).status, 429);
  await browser.get('/sign-in');
  const signedIn = await browser.post('/sign-in', { name: 'admin', password: PASSWORD });
  assert.equal(signedIn.status, 303);
  assert.match(
    (await browser.follow(signedIn)).text,
    /6 wrong passwords for the panel came from 127\.0\.0\.1/,
  );
});
