import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownFields, startPanel, type Answer } from './test-panel.js';

const form = { domain: 'chat.example.org', ssl: 'optional', muc: 'on', newUsersGetAccount: 'on' };

/** The version that a page's form carries. */
const versionOf = ({ text }: Answer): string => /name="_version" value="(\d+)"/.exec(text)?.[1] ?? '';

test('Apply Changes notes the settings, and says that they are not in force yet', async (context) => {
  const { administrator, panel } = await startPanel(context);
  const browser = administrator();
  const page = await browser.get('/jabber');
  assert.match(
    page.text,
    /The module Jabber is disabled\. These settings take effect once you enable and save it/,
  );
  const done = await browser.follow(await browser.post('/jabber', { ...form, _version: '0' }));
  assert.match(done.text, /Changes kept\. They take effect after Save Changes\./);
  assert.match(done.text, /name="domain" value="chat.example.org"/);
  assert.match(done.text, /value="optional" checked/);
  assert.match(done.text, /id="field-muc" name="muc" value="on" checked/);
  assert.ok(!/name="otherServers" value="on" checked/.test(done.text));
  assert.match(
    done.text,
    /chat.example.org does not resolve to this machine[^]*_xmpp-client\._tcp\.chat\.example\.org/,
  );
  assert.equal(panel.draft.pending().length, 3);

  const same = await browser.follow(await browser.post('/jabber', { ...form, _version: versionOf(done) }));
  assert.match(same.text, /Nothing was changed/);
});

test('what is wrong is said at the field, everything typed is still there, and nothing is taken', async (context) => {
  const { administrator, panel } = await startPanel(context);
  const browser = administrator();
  await browser.get('/jabber');
  const answer = await browser.post('/jabber', {
    ...form,
    domain: '<b>a_b</b>',
    ssl: 'maybe',
    _version: '0',
  });
  assert.equal(answer.status, 422);
  assert.match(answer.text, /<title>Error: Jabber Service/);
  assert.match(
    answer.text,
    /name="domain" value="&lt;b&gt;a_b&lt;\/b&gt;"[^>]*aria-describedby="field-domain-help field-domain-error" aria-invalid="true" autofocus/,
  );
  assert.match(answer.text, /id="field-ssl-error">[^]*Choose Disabled, Optional or Required/);
  assert.match(answer.text, /Correct 2 fields[^]*href="#field-domain">Domain Name/);
  assert.match(answer.text, /id="field-muc" name="muc" value="on" checked/);
  assert.deepEqual(panel.draft.pending(), []);
});

test('what a page that was opened before an upgrade does not ask for stays as it is', async (context) => {
  const { administrator, panel } = await startPanel(context);
  const browser = administrator();
  await browser.get('/jabber');
  await browser.post('/jabber', { ...form, allowedServers: 'example.org', _version: '0' });
  const { version } = await panel.draft.view('jabber');
  const answer = await browser.post('/jabber', { ...form, domain: 'b.test', _version: String(version) });
  assert.equal(answer.status, 303);
  const { settings } = await panel.draft.view('jabber');
  assert.deepEqual([settings['domain'], settings['allowedServers']], ['b.test', ['example.org']]);
});

test('only a tick is a tick, and a field that there is not is refused', async (context) => {
  const { administrator, panel } = await startPanel(context);
  const browser = administrator();
  await browser.get('/jabber');
  for (const extra of [{ muc: 'false' }, { muc: '' }, { more: 'x' }]) {
    const answer = await browser.post('/jabber', { ...form, ...extra, _version: '0' });
    assert.equal(answer.status, 422, JSON.stringify(extra));
  }
  assert.deepEqual(panel.draft.pending(), []);
});

test('when two people change the same settings, the second sees both values and decides', async (context) => {
  const { administrator, panel } = await startPanel(context);
  const [first, second] = [administrator(), administrator()];
  for (const browser of [first, second]) await browser.get('/jabber');
  await first.post('/jabber', { ...form, _version: '0' });
  const conflict = await second.post('/jabber', { ...form, domain: 'other.example.org', _version: '0' });
  assert.equal(conflict.status, 409);
  assert.match(
    conflict.text,
    /Domain Name<\/th><td><bdi>other\.example\.org<\/bdi><\/td><td><bdi>chat\.example\.org/,
  );
  assert.equal((await panel.draft.view('jabber')).settings['domain'], 'chat.example.org');

  await second.post('/jabber', { ...form, domain: 'other.example.org', _version: versionOf(conflict) });
  assert.equal((await panel.draft.view('jabber')).settings['domain'], 'other.example.org');
});

test('what the module asks is asked on a page of its own, and nothing is taken before the answer', async (context) => {
  const { administrator, panel, save } = await startPanel(context);
  await panel.modules.enable('jabber', 'admin');
  await save();
  const browser = administrator();
  const _version = versionOf(await browser.get('/jabber'));
  const question = await browser.post('/jabber', { ...form, _version });
  assert.equal(question.status, 200);
  assert.match(
    question.text,
    /Change the domain to chat\.example\.org\?[^]*changing back finds everything again/,
  );
  assert.match(
    question.text,
    /name="domain" value="chat\.example\.org"[^]*name="_confirmed" value="yes"[^]*Change the domain<\/button>/,
  );
  assert.deepEqual(panel.draft.pending(), []);

  await browser.post('/jabber', { ...form, _version, _confirmed: 'yes' });
  assert.equal((await panel.draft.view('jabber')).settings['domain'], 'chat.example.org');
});

test('what a client finds stands beside the setting, with the time of the look', async (context) => {
  const { administrator, panel, save } = await startPanel(context);
  await panel.modules.enable('jabber', 'admin');
  await save();
  const probe = panel.registry.get('jabber').probes.find(({ name }) => name === 'domain');
  assert.ok(probe !== undefined);
  probe.look = () => Promise.reject(new Error('It is not served.'));
  const browser = administrator();
  assert.match((await browser.get('/jabber')).text, /Check (?:now|again)/);
  assert.equal((await browser.post('/jabber/check')).headers.location, '/jabber#found');
  const { text } = await browser.get('/jabber');
  assert.match(text, /Last check of the active configuration: <time datetime=[^>]+>2 Mar 2026/);
  assert.match(text, /id="field-ssl-found">[^]*is-done[^]*Encryption:<\/span> STARTTLS is required\./);
  assert.match(text, /id="field-domain-found">[^]*is-failed[^]*Domain:<\/span> It is not served\./);
});

test('settings that only one of two changed are kept, and only what both changed is asked for', async (context) => {
  const { administrator, panel } = await startPanel(context);
  const [mine, theirs] = [administrator(), administrator()];
  const began = { domain: '', ssl: 'required', muc: 'on', newUsersGetAccount: 'on' };
  await mine.get('/jabber');
  await mine.post('/jabber', { ...began, domain: 'a.test', _version: '0' });
  const page = await mine.get('/jabber');
  const other = await theirs.get('/jabber');
  const asIs = { ...began, domain: 'a.test' };
  await theirs.post('/jabber', { ...ownFields(other), ...asIs, ssl: 'optional' });
  const merged = await mine.post('/jabber', { ...ownFields(page), ...asIs, otherServers: 'on' });
  assert.match(
    (await mine.follow(merged)).text,
    /Changes kept\.[^<]*Changes that another administrator made meanwhile were kept/,
  );
  const { settings } = await panel.draft.view('jabber');
  assert.deepEqual([settings['ssl'], settings['otherServers']], ['optional', true]);

  const both = { ...ownFields(page), ...asIs, ssl: 'disabled', domain: 'b.test' };
  const conflict = await mine.post('/jabber', both);
  assert.equal(conflict.status, 409);
  assert.match(conflict.text, /Support<\/th><td><bdi>Disabled<\/bdi><\/td><td><bdi>Optional/);
  assert.doesNotMatch(conflict.text, /Domain Name<\/th>|other servers<\/th>/);
  const decided = await mine.post('/jabber', { ...both, otherServers: 'on', ...ownFields(conflict) });
  assert.equal(decided.status, 303);
  const after = (await panel.draft.view('jabber')).settings;
  assert.deepEqual([after['ssl'], after['domain'], after['otherServers']], ['disabled', 'b.test', true]);
});

test('what a form says that it began with is read strictly', async (context) => {
  const { administrator } = await startPanel(context);
  const browser = administrator();
  await browser.get('/jabber');
  for (const _base of ['{', '[]', '{"domain":null}', 'null'])
    assert.equal((await browser.post('/jabber', { ...form, _version: '0', _base })).status, 400);
});

test('Apply and Save saves this module alone; where another one waits too, Save Changes shows it all', async (context) => {
  const { administrator, panel } = await startPanel(context);
  await panel.modules.enable('jabber', 'admin');
  const browser = administrator();
  const saves = (): number => panel.keeper.state().saves;
  const before = saves();
  const applyAndSave = async (domain: string): Promise<string | undefined> => {
    const page = await browser.get('/jabber');
    const answer = await browser.post('/jabber', {
      ...form,
      domain,
      _version: versionOf(page),
      _save: 'yes',
    });
    return answer.headers.location;
  };
  const pending = panel.draft.pending.bind(panel.draft);
  panel.draft.pending = () => pending().flatMap((change) => [change, { ...change, module: 'another' }]);
  assert.equal(await applyAndSave('chat.example.org'), '/save-changes');
  assert.equal(saves(), before);
  panel.draft.pending = pending;
  assert.equal(await applyAndSave('other.example.org'), '/save-changes/progress');
});
