import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problem } from '../../src/core/finding.js';
import type { DoctorCheck } from '../../src/core/module/index.js';
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

test('what the modules check is found when it is asked for, but for what only root sees, and a save makes it old', async (context) => {
  const well: DoctorCheck<unknown> = {
    subject: 'records',
    look: ({ heldHere }) =>
      Promise.resolve([
        problem(
          'records',
          say`The record <is> missing: ${{ held: heldHere('x') ?? 'not here' }}.`,
          say`Add it.`,
        ),
      ]),
  };
  const failing: DoctorCheck<unknown> = { ...well, look: () => Promise.reject(new Error('no answer')) };
  let asRoot = 0;
  const forRoot: DoctorCheck<unknown> = {
    ...well,
    asRoot: true,
    look: () => Promise.resolve([]).finally(() => (asRoot += 1)),
  };
  const { administrator, panel, save } = await startPanel(context);
  await panel.modules.enable('jabber', 'admin');
  const jabber = panel.registry.get('jabber');
  Object.assign(jabber.doctor, { checks: [well, failing, forRoot] });
  await save();
  const browser = administrator();
  assert.doesNotMatch((await browser.get('/doctor')).text, /The record/);
  const looked = (await browser.follow(await browser.post('/doctor/look'))).text;
  assert.match(looked, /is-error">[^]*The record &lt;is&gt; missing: \u2068?not here[^]*Add it\./);
  assert.match(looked, /is-warning">[^]*This check failed: \u2068?no answer/);
  assert.equal(asRoot, 0);
  assert.match((await browser.get('/doctor')).text, /The record/);
  await save();
  assert.doesNotMatch((await browser.get('/doctor')).text, /The record/);
});
