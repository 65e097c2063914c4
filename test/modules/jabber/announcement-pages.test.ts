import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAsked } from '../../../src/core/act.js';
import { announce, change, preview, withdraw } from '../../../src/modules/jabber/announcements/acts.js';
import { announcementsOf } from '../../../src/modules/jabber/announcements/announcements.js';
import { isoOf, localOf } from '../../../src/modules/jabber/announcements/local-time.js';
import { gated } from '../../../src/services/acts/gate.js';
import { agreed, unasked } from '../../helpers/permissions.js';
import { startPanel } from '../../web/test-panel.js';

test('what is wrong stands at its field, and what was typed stays', async (context) => {
  const panel = await startPanel(context);
  const browser = panel.administrator();
  assert.match((await browser.get('/announcements')).text, /The chat service is disabled/);
  await panel.panel.modules.enable('jabber', 'admin');
  await panel.save();
  assert.match((await browser.get('/announcements')).text, /No message was written yet/);
  const send = (fields: Record<string, string>) =>
    browser.post('/announcements', { _then: 'send', kind: 'day', ...fields });

  const empty = await send({ text: ' ' });
  assert.equal(empty.status, 422);
  assert.match(empty.text, /Type the message\./);
  const badTime = await send({ text: 'Tea <now>', until: 'tomorrow' });
  assert.match(badTime.text, /Type a day and a time/);
  assert.match(badTime.text, /Tea &lt;now&gt;<\/textarea>/);
  assert.match((await send({ text: 'bell \u0007' })).text, /character that chat cannot carry/);
  assert.match(
    (await send({ text: 'x', from: '2031-01-02 10:00', until: '2031-01-01T10:00' })).text,
    /The end must be after the beginning/,
  );
  const unreachable = await browser.post('/announcements', {
    _then: 'preview',
    text: 'kept text',
    kind: 'now',
    userName: 'alice',
  });
  assert.match(unreachable.text, /Wait a moment, then try again/);
  assert.match(unreachable.text, /kept text<\/textarea>/);
});

test('a message of the day is listed, changed and withdrawn on its pages', async (context) => {
  const panel = await startPanel(context);
  const browser = panel.administrator();
  await panel.panel.modules.enable('jabber', 'admin');
  await panel.save();
  await browser.get('/announcements');
  await browser.post('/announcements', { _then: 'send', kind: 'day', text: 'first\r\nline' });
  const list = (await browser.get('/announcements')).text;
  assert.match(list, /first\nline<[^]*admin<[^]*Delivered until it is withdrawn[^]*Delivered to 0 of 0/);
  const [, path = ''] = /href="(\/announcements\/change\/[0-9a-f]+)"/.exec(list) ?? [];
  const shown = await browser.get(path);
  assert.match(shown.text, /first\nline<\/textarea>/);
  const until = '2031-05-06T07:08';
  const changed = await browser.follow(await browser.post(path, { text: 'second', from: '', until }));
  assert.match(changed.text, /The message of the day was changed/);
  assert.match(
    (await browser.get(path)).text,
    /value="2031-05-06T07:08"[^]*<p dir="auto">second<[^]*<p dir="auto">first</,
  );
  const id = path.split('/').at(-1) ?? '';
  const gone = await browser.follow(await browser.post('/announcements/withdraw', { id }));
  assert.match(gone.text, /not delivered any more[^]*Withdrawn by admin/);
  const again = await browser.follow(await browser.post('/announcements/withdraw', { id }));
  assert.match(again.text, /This message is over already/);
});

test('to who is connected: the text travels through the question to the answer', async (context) => {
  const panel = await startPanel(context);
  const browser = panel.administrator();
  await panel.panel.modules.enable('jabber', 'admin');
  await panel.save();
  await browser.get('/announcements');
  const asked = await browser.post('/announcements', { _then: 'send', kind: 'now', text: 'to all' });
  assert.match(asked.text, /Send this message to all connected users\?/);
  assert.match(asked.text, /name="text" value="to all"/);
});

test('nothing is done before it was agreed to, and nothing that cannot be written down', async (context) => {
  const { panel, machine } = await startPanel(context);
  await panel.modules.enable('jabber', 'admin');
  const frame = panel.frameOf('jabber');
  const deaf = {
    prepare: () => Promise.reject(new Error('the disk is full')),
    recordAct: () => assert.fail('nothing is written down'),
  };
  const period = { from: machine.clock.now().toISOString(), until: null };
  const wanted = { text: 'x', period: null };
  assert.ok(isAsked(await frame.gate(announce(frame)).request(wanted, unasked)));
  await assert.rejects(gated(deaf, announce(frame)).request({ text: 'x', period }, agreed), /disk is full/);
  await assert.rejects(
    gated(deaf, preview(frame)).request({ text: 'x', userName: 'a' }, agreed),
    /disk is full/,
  );
  assert.deepEqual(await announcementsOf(machine).all(), []);
  const one = await announcementsOf(machine).addOfTheDay('chat.lan', { text: 'x', author: 'a' }, period);
  await assert.rejects(
    gated(deaf, change(frame)).request({ id: one.id, text: 'y', period }, agreed),
    /disk is full/,
  );
  await assert.rejects(gated(deaf, withdraw(frame)).request({ id: one.id }, agreed), /disk is full/);
  assert.deepEqual(await announcementsOf(machine).find(one.id), one);
});

test('a time goes through a form and back', () => {
  assert.equal(localOf(isoOf('2026-12-24 18:00') ?? ''), '2026-12-24T18:00');
  assert.equal(isoOf('24.12.2026'), null);
  assert.equal(isoOf('2026-13-24 18:00'), null);
});
