import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { startPanel } from './test-panel.js';

test("a daemon's log is shown, filtered, and as text", async (context) => {
  const panel = await startPanel(context);
  panel.machine.daemons.lastLines = (name) =>
    Promise.resolve([`${name} started`, 'connect from 10.0.0.1', '<script>alert(1)</script>']);
  const browser = panel.administrator();
  const [first, second] = panel.panel.logs.daemons();
  assert.match(
    (await browser.get('/logs')).text,
    new RegExp(`${first?.name ?? ''} started[^]*&lt;script&gt;`),
  );
  const filtered = (await browser.get(`/logs?daemon=${second?.name ?? ''}&search=CONNECT`)).text;
  assert.match(filtered, /<code>connect from 10\.0\.0\.1<\/code>/);
  assert.equal((await browser.get('/logs?daemon=../../etc')).status, 404);
});

test('a log longer than a page says that there is more', async (context) => {
  const panel = await startPanel(context);
  panel.machine.daemons.lastLines = () =>
    Promise.resolve(Array.from({ length: 301 }, (_, number) => `line ${number}`));
  const { text } = await panel.administrator().get('/logs');
  assert.match(text, /There are more/);
  assert.ok(!text.includes('line 0\n') && text.includes('line 300'));
});

test('what is bad is found, and times are those that people read', async (context) => {
  const panel = await startPanel(context);
  panel.machine.daemons.lastLines = () =>
    Promise.resolve([
      '2026-11-25 21:19:30.407656848  Wed Nov 25 21:19:30 2026 [notice] ready',
      '2026-11-25 21:19:31.407656848  Wed Nov 25 21:19:31 2026 [error] failed to listen',
    ]);
  const { text } = await panel.administrator().get('/logs?level=warning');
  assert.match(text, /<code>2026-11-25 21:19:31 {2}\[error\] failed to listen<\/code>/);
});

/** The stream of a page's new lines, as the page opens it. */
async function watch(
  port: number,
  page: string,
  cookies: ReadonlyMap<string, string>,
): Promise<IncomingMessage> {
  const [, events = ''] = /data-events="([^"]+)"/.exec(page) ?? [];
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' };
    get({ host: '127.0.0.1', port, path: events.replaceAll('&amp;', '&'), headers }, resolve).on(
      'error',
      reject,
    );
  });
  return answer.setEncoding('utf8');
}

test('whoever follows a log is sent what is new in it and passes, and nothing once he signed out', async (context) => {
  const panel = await startPanel(context);
  const said = ['1 begun'];
  panel.machine.daemons.lastLines = () => Promise.resolve([...said]);
  const browser = panel.administrator();
  const page = (await browser.get('/logs?follow=yes&search=yes')).text;
  assert.match(page, /<noscript><meta http-equiv="refresh" content="2; url=\/logs\?[^"]*follow=yes/);
  const answer = await watch(panel.port, page, browser.cookies);
  context.after(() => answer.destroy());
  said.push('2 yes', '3 no', '4 YES <b>');
  let text = '';
  while (!text.includes('event:')) text += String(await once(answer, 'data'));
  assert.match(text, /event: lines\ndata: \["2 yes","4 YES <b>"\]\n\n/);
  const ended = once(answer, 'end');
  await browser.post('/sign-out');
  await ended;
});
