import assert from 'node:assert/strict';
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
