import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { startPanel, type TestPanel } from '../../web/test-panel.js';

/** A panel with a chat service to which these are connected; what is done to sessions is written down. */
async function connectedPanel(
  context: TestContext,
  addresses: readonly string[],
): Promise<TestPanel & { readonly done: string[] }> {
  const panel = await startPanel(context);
  await panel.panel.modules.enable('jabber', 'admin');
  await panel.save();
  const watch = panel.panel.sessionWatch;
  const done: string[] = [];
  const list = () =>
    Promise.resolve(addresses.map((address) => ({ address, userName: address.split('@')[0] ?? '' })));
  watch.connected = list;
  watch.connectedLately = list;
  watch.endThese = (which) => Promise.resolve(done.push(`end ${[...which].join(' ')}`) && which.size);
  watch.tell = (which, text) =>
    Promise.resolve(done.push(`tell ${[...which].join(' ')}: ${text}`) && which.size);
  return { ...panel, done };
}

test('a chat service that does not answer is not taken for one that nobody is connected to', async (context) => {
  const panel = await startPanel(context);
  const browser = panel.administrator();
  assert.match((await browser.get('/connected')).text, /The chat service is disabled/);
  await panel.panel.modules.enable('jabber', 'admin');
  await panel.save();
  panel.panel.sessionWatch.connectedLately = () => Promise.reject(new Error('connection refused'));
  const page = await browser.get('/connected');
  assert.equal(page.status, 503);
  assert.match(page.text, /list of sessions is not available: connection refused/);
  assert.ok(!page.text.includes('No user is connected'));
});

test('each session is shown with its user and device, and can be ended', async (context) => {
  const panel = await connectedPanel(context, ['bob@chat.lan/<phone>']);
  const browser = panel.administrator();
  assert.match((await browser.get('/connected')).text, /One session<[^]*<bdi>bob<[^]*<bdi>&lt;phone&gt;</);
  const one = { one: 'bob@chat.lan/<phone>' };
  assert.match(
    (await browser.follow(await browser.post('/connected/end', one))).text,
    /One session was closed/,
  );
  assert.deepEqual(panel.done, ['end bob@chat.lan/<phone>']);
  const gone = await browser.follow(await browser.post('/connected/end', { one: 'bob@chat.lan/other' }));
  assert.match(gone.text, /This session was closed already/);
  assert.equal(panel.done.length, 1);
});

test('the page does not say that nobody was refused when the chat sign-in has not told', async (context) => {
  const panel = await connectedPanel(context, []);
  const { text } = await panel.administrator().get('/connected');
  assert.match(text, /Whether sign-ins to chat were refused is not known/);
  assert.ok(!text.includes('No sign-in to chat was refused'));
});

test('several sessions are ended only when that was agreed to, and their users are told before', async (context) => {
  const panel = await connectedPanel(context, ['alice@chat.lan/a', 'bob@chat.lan/b', 'carol@chat.lan/c']);
  const browser = panel.administrator();
  await browser.get('/connected');
  const form = { whom: 'ticked', 'pick-0': 'alice@chat.lan/a', 'pick-1': 'bob@chat.lan/b', text: 'See you.' };
  const asked = await browser.post('/connected/end', form);
  assert.match(asked.text, /End 2 sessions\?/);
  assert.deepEqual(panel.done, []);
  const done = await browser.follow(
    await browser.post('/connected/end', { ...form, _confirmed: 'yes', _answer: '0' }),
  );
  assert.match(done.text, /2 sessions were closed/);
  const both = 'alice@chat.lan/a bob@chat.lan/b';
  assert.deepEqual(panel.done, [`tell ${both}: See you.`, `end ${both}`]);
});

test('what was agreed to is what is ended, whoever comes meanwhile', async (context) => {
  const addresses = ['alice@chat.lan/a', 'bob@chat.lan/b'];
  const panel = await connectedPanel(context, addresses);
  const browser = panel.administrator();
  await browser.get('/connected');
  const form = { whom: 'all', text: '' };
  const asked = await browser.post('/connected/end', form);
  assert.match(asked.text, /End 2 sessions\?/);
  const [, about = ''] = /name="asked-about" value="([^"]*)"/.exec(asked.text) ?? [];
  addresses.push('carol@chat.lan/c');
  addresses.splice(0, 1);
  const sent = { ...form, 'asked-about': about.replaceAll('\n', '\r\n'), _confirmed: 'yes', _answer: '0' };
  assert.match(
    (await browser.follow(await browser.post('/connected/end', sent))).text,
    /One session was closed/,
  );
  assert.deepEqual(panel.done, ['end bob@chat.lan/b']);
});

test('a message about the set-up of clients goes to all who are connected', async (context) => {
  const panel = await connectedPanel(context, ['alice@chat.lan/a', 'bob@chat.lan/b']);
  const browser = panel.administrator();
  await browser.get('/jabber/tell-users');
  assert.match((await browser.post('/jabber/tell-users', { text: ' ' })).text, /Type a message/);
  const sent = await browser.post('/jabber/tell-users', { text: 'The domain <changes>.' });
  assert.match((await browser.follow(sent)).text, /delivered to 2 of 2 sessions/);
  assert.deepEqual(panel.done, ['tell alice@chat.lan/a bob@chat.lan/b: The domain <changes>.']);
});

test('a message goes to the sessions that are ticked, or to all that the list shows', async (context) => {
  const panel = await connectedPanel(context, [
    'alice@chat.lan/desk',
    'bob@chat.lan/phone',
    'eve@chat.lan/phone',
  ]);
  const browser = panel.administrator();
  await browser.get('/connected');
  const ticked = {
    whom: 'ticked',
    'pick-7': 'bob@chat.lan/phone',
    'pick-8': 'nobody@chat.lan/x',
    text: ' Hello <b> ',
  };
  const sent = await browser.follow(await browser.post('/connected/message', ticked));
  assert.match(sent.text, /delivered to 1 of one session/);
  const all = { whom: 'all', 'shown-search': 'PHONE', text: 'Hello' };
  const back = await browser.post('/connected/message', all);
  assert.equal(back.headers.location, '/connected?search=PHONE');
  assert.deepEqual(panel.done, [
    'tell bob@chat.lan/phone:  Hello <b> ',
    'tell bob@chat.lan/phone eve@chat.lan/phone: Hello',
  ]);
});

test('what is missing is said beside what was typed, and nothing is sent', async (context) => {
  const panel = await connectedPanel(context, ['alice@chat.lan/desk']);
  const browser = panel.administrator();
  await browser.get('/connected');
  const none = await browser.post('/connected/message', { whom: 'ticked', text: 'Typed in vain' });
  assert.equal(none.status, 422);
  assert.match(none.text, /Tick the sessions first[^]*>Typed in vain<\/textarea>/);
  const empty = await browser.post('/connected/message', { whom: 'ticked', 'pick-0': 'alice@chat.lan/desk' });
  assert.match(empty.text, /Type a message\.[^]*value="alice@chat.lan\/desk"[^>]* checked/);
  const long = { whom: 'all', text: 'x'.repeat(2001) };
  assert.match((await browser.post('/connected/message', long)).text, /too long: at most 2,000 characters/);
  assert.deepEqual(panel.done, []);
});

test('sessions are sorted, searched and shown in pages, as the address says', async (context) => {
  const addresses = ['bob@chat.lan/phone', 'alice@chat.lan/work', 'bob@chat.lan/desk'];
  const panel = await connectedPanel(context, addresses);
  const browser = panel.administrator();
  const shown = async (query: string) =>
    [...(await browser.get(`/connected${query}`)).text.matchAll(/name="pick-\d+" value="([^"]+)"/g)].map(
      ([, jid = '']) => jid.replace('@chat.lan', ''),
    );
  assert.deepEqual(await shown(''), ['alice/work', 'bob/desk', 'bob/phone']);
  assert.deepEqual(await shown('?sort=-device'), ['alice/work', 'bob/phone', 'bob/desk']);
  assert.deepEqual(await shown('?search=PHONE'), ['bob/phone']);
  assert.match((await browser.get('/connected?search=nobody')).text, /No session matches/);
  for (let number = 0; number < 100; number += 1) addresses.push(`user${number}@chat.lan/x`);
  assert.equal((await shown('')).length, 50);
  assert.equal((await shown('?page=3')).length, 3);
});
