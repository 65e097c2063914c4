import assert from 'node:assert/strict';
import { test } from 'node:test';
import { say } from '../../src/core/words/sentence.js';
import { startPanel } from './test-panel.js';

test('the page says what the panel finds, the worst first, with what to do, and what only the command sees', async (context) => {
  const { administrator, panel, save } = await startPanel(context);
  await panel.modules.enable('jabber', 'admin');
  await save();
  const browser = administrator();
  const well = (await browser.get('/doctor')).text;
  assert.match(well, /All \d+ checks found nothing wrong/);
  assert.match(well, /c2s \(Client connections\): It answers/);
  assert.match(well, /No file was changed by hand/);
  assert.match(well, /GB are free below/);
  assert.match(well, /eboxctl doctor<\/code>[^]*Which program listens on each port/);

  const rows = await panel.health.rows();
  panel.health.rows = () =>
    Promise.resolve(
      rows.map((row) => (row.name === 'c2s' ? { ...row, state: 'stopped', detail: say`It <ended>.` } : row)),
    );
  panel.save.drifted = () => Promise.resolve(['jabberd2/c2s.xml']);
  const unwell = (await browser.get('/doctor')).text;
  assert.match(unwell, /2 checks found something to do/);
  assert.match(
    unwell,
    /is-error">[^]*c2s \(Client connections\): It &lt;ended&gt;\.[^]*Look at its log[^]*is-warning">[^]*Changed by hand: [^]*Decide on the page/,
  );
  assert.doesNotMatch(unwell, /No file was changed by hand/);
});

test('what cannot be looked at is said, and is not taken for well', async (context) => {
  const { administrator, panel } = await startPanel(context);
  panel.save.drifted = () => Promise.reject(new Error('no list'));
  const { status, text } = await administrator().get('/doctor');
  assert.equal(status, 200);
  assert.match(text, /is-warning">[^]*This check failed: no list\./);
  assert.doesNotMatch(text, /No file was changed by hand/);
});

test('what a client finds is that of the last look, with its time, and a button looks again', async (context) => {
  const { administrator, panel, save } = await startPanel(context);
  await panel.modules.enable('jabber', 'admin');
  const browser = administrator();
  assert.match((await browser.get('/doctor')).text, /This was not checked since the panel started/);
  await save();
  const looked = await browser.follow(await browser.post('/doctor/look'));
  assert.match(looked.text, /Encryption: STARTTLS is required/);
  assert.match(looked.text, /Last check as a client: <time datetime="2026-03-02T/);
});
