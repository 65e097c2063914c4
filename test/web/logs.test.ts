import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { z } from 'zod';
import { startPanel } from './test-panel.js';

/** The lines that a page shows, the first above the others, each with its daemon. */
const shownIn = (page: string): readonly string[] =>
  [
    ...page.matchAll(/<code>([^<]+)<\/code><\/div><\/td>[^]*?<code class="log-text" dir="auto">([^<]*)</g),
  ].map(([, daemon = '', text = '']) => `${daemon}: ${text}`);
const at = (seconds: number): string => `2026-11-25 21:19:${String(seconds).padStart(2, '0')}.407656848`;

test('the lines of all daemons stand together, the newest first, filtered, and as text', async (context) => {
  const panel = await startPanel(context);
  const said: Record<string, readonly string[]> = {
    slapd: [`${at(1)}  slapd starting`, `${at(9)}  <script>alert(1)</script>`],
    // A line that says nothing is left out.
    c2s: [`${at(5)}  connect from 10.0.0.1`, `${at(6)}  `],
  };
  panel.machine.daemons.lastLines = (name) => Promise.resolve(said[name] ?? []);
  const browser = panel.administrator();
  const all = [
    'slapd: &lt;script&gt;alert(1)&lt;/script&gt;',
    'c2s: connect from 10.0.0.1',
    'slapd: slapd starting',
  ];
  assert.deepEqual(shownIn((await browser.get('/logs')).text), all);
  assert.deepEqual(shownIn((await browser.get('/logs?search=CONNECT')).text), [all[1]]);
  assert.deepEqual(shownIn((await browser.get('/logs?daemon=slapd')).text), [all[0], all[2]]);
  assert.match((await browser.get('/logs?search=nowhere')).text, /No recent line matches/);
  assert.equal((await browser.get('/logs?daemon=../../etc')).status, 404);
});

test('a log longer than a page has more pages', async (context) => {
  const panel = await startPanel(context);
  const lines = Array.from(
    { length: 250 },
    (_, number) => `2026-11-25 21:19:30.${1000 + number}  line ${number}.`,
  );
  panel.machine.daemons.lastLines = (name) => Promise.resolve(name === 'c2s' ? lines : []);
  const browser = panel.administrator();
  const first = await browser.get('/logs');
  assert.deepEqual([shownIn(first.text).length, shownIn(first.text)[0]], [100, 'c2s: line 249.']);
  assert.match(first.text, /rel="next" href="\/logs\?page=2"/);
  assert.equal(shownIn((await browser.get('/logs?page=3')).text).at(-1), 'c2s: line 0.');
});

test('what is bad is found, how a daemon ended is told, and times are those that people read', async (context) => {
  const panel = await startPanel(context);
  panel.machine.daemons.lastLines = (name) =>
    Promise.resolve(
      name !== 'c2s'
        ? []
        : [
            '2026-11-25 21:19:30.407656848  Wed Nov 25 21:19:30 2026 [notice] ready',
            '2026-11-25 21:19:31.407656848  Wed Nov 25 21:19:31 2026 [error] failed to listen',
            '2026-11-25 21:19:32.407656848 ebox-jabber: killed by signal 11',
          ],
    );
  const { text } = await panel.administrator().get('/logs?level=warning');
  assert.deepEqual(shownIn(text), ['c2s: ebox-jabber: killed by signal 11', 'c2s: [error] failed to listen']);
  assert.match(text, /The daemon was killed by the signal 11\./);
  const iso = new Date('2026-11-25T21:19:31.407').toISOString();
  assert.match(text, new RegExp(`<time datetime="${iso}">25 Nov 2026, 21:19:31`));
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
  const said = [`${at(1)}  1 begun`];
  panel.machine.daemons.lastLines = (name) => Promise.resolve(name === 'c2s' ? [...said] : []);
  const browser = panel.administrator();
  const page = (await browser.get('/logs?follow=on&search=yes')).text;
  assert.match(page, /<noscript><meta http-equiv="refresh" content="2; url=\/logs\?[^"]*follow=on/);
  const answer = await watch(panel.port, page, browser.cookies);
  context.after(() => answer.destroy());
  said.push(`${at(2)}  2 yes`, `${at(3)}  3 no`, `${at(4)}  4 YES <b>`);
  let text = '';
  while (!text.includes('event:')) text += String(await once(answer, 'data'));
  const [, html = '""'] = /event: lines\ndata: (.*)\n\n/.exec(text) ?? [];
  assert.deepEqual(shownIn(z.string().parse(JSON.parse(html))), ['c2s: 4 YES &lt;b&gt;', 'c2s: 2 yes']);
  const ended = once(answer, 'end');
  await browser.post('/sign-out');
  await ended;
});
