import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test, type TestContext } from 'node:test';
import { tree } from '../../../src/core/directory.js';
import { Secret } from '../../../src/core/secret.js';
import { startSlapd, type TestSlapd } from '../../helpers/slapd.js';
import { liveOf } from '../../../src/modules/jabber/live/live.js';
import { removeUsers } from '../../web/remove-users.js';
import { ownFields, startPanel, type Answer } from '../../web/test-panel.js';
import { expectLog } from '../../helpers/log-rule.js';
import { inEnglish } from '../../helpers/in-english.js';

const password = 'down the hole';
const names = { firstName: 'Alice', lastName: 'Liddell', comment: '' };
const fields = { ...names, userName: 'alice', password, passwordAgain: password };
const form = { ...fields, 'jabber.account': 'enabled' };
const editForm = { ...names, password: '', passwordAgain: '', 'jabber.account': 'enabled' };
const csnOf = ({ text }: Answer): string => /name="_csn" value="([^"]+)"/.exec(text)?.[1] ?? '';

describe('the pages of the users, over a real directory', () => {
  let slapd: TestSlapd;
  before(async () => (slapd = await startSlapd()));
  after(() => slapd.stop());
  beforeEach(() => removeUsers(slapd.directory));

  const open = async (context: TestContext) => {
    const panel = await startPanel(context, {}, slapd.directory);
    await panel.panel.modules.enable('jabber', 'admin');
    await panel.save();
    return { ...panel, browser: panel.administrator(), users: panel.panel.users };
  };

  test('while their module is off, the pages of users say where to turn it on', async (context) => {
    const { administrator } = await startPanel(context, {}, slapd.directory);
    for (const path of ['/users', '/users/add', '/users/edit/alice']) {
      assert.match(
        (await administrator().get(path)).text,
        /“Users and Groups” is disabled[^]*Enable or disable modules/,
      );
    }
  });

  test('Add makes the user with the accounts that were chosen', async (context) => {
    const { browser, users } = await open(context);
    const page = await browser.get('/users/add');
    assert.match(page.text, /<legend>Jabber account<\/legend>[^]*role="switch"[^>]* value="enabled" checked/);
    const done = await browser.follow(
      await browser.post('/users/add', { ...form, 'jabber.administrator': 'on' }),
    );
    assert.match(
      done.text,
      /The user alice was added[^]*<bdi>alice<\/bdi><\/a>[^]*<bdi>Alice Liddell<\/bdi>/,
    );
    assert.match(done.text, /Enabled<\/span>[^]*Administration rights<\/span>/);
    assert.deepEqual((await users.find('alice')).accounts[0]?.values, {
      account: 'enabled',
      administrator: true,
    });
    assert.ok(
      await slapd.directory.proves([{ type: 'uid', value: 'alice' }, ...tree.users], new Secret(password)),
    );
  });

  test('Add and show connection card leads to the page of the new user, which says how to connect a client', async (context) => {
    const { browser } = await open(context);
    await browser.get('/users/add');
    const page = await browser.follow(await browser.post('/users/add', { ...form, _then: 'edit' }));
    assert.match(page.text, /<h1>Edit User<\/h1>/);
    assert.match(
      page.text,
      /How to connect a client[^]*Domain<\/dt><dd><bdi>chat\.internal[^]*Connect port<\/dt><dd><bdi>5222[^]*Connect port<\/dt><dd><bdi>5223/,
    );
    assert.ok(!page.text.includes(password));
    assert.match(page.text, /<a class="to-card" href="#client">/, 'on a phone the card is below the form');
    assert.match(page.text, /href="\/audit-log\?search=alice"[^]*href="\/logs\?search=alice"/);
    assert.match(page.text, /Administration rights<\/label>[^]*Chat administrator \(not for this panel\)/);
  });

  test('what is wrong is said at each field, all is still there but the password, and nobody is added', async (context) => {
    const { browser, users } = await open(context);
    await browser.get('/users/add');
    const answer = await browser.post('/users/add', {
      ...form,
      userName: 'a)(uid=*',
      lastName: '',
      passwordAgain: 'different',
      'jabber.account': 'disabled',
      'jabber.administrator': 'on',
    });
    assert.equal(answer.status, 422);
    assert.match(answer.text, /name="userName" value="a\)\(uid=\*"[^>]*aria-invalid="true" autofocus/);
    assert.match(answer.text, /id="field-lastName-error">[^]*Type the last name/);
    assert.match(
      answer.text,
      /id="field-jabber-administrator-error">[^]*Only an enabled account can have administration rights/,
    );
    assert.match(answer.text, /name="firstName" value="Alice"/);
    assert.ok(!answer.text.includes(password) && !answer.text.includes('different'));
    assert.ok(await users.isEmpty());

    const extra = await browser.post('/users/add', { ...form, uidNumber: '0' });
    assert.equal(extra.status, 422);
    assert.ok(await users.isEmpty());
  });

  test('Edit User changes at once, and says when nothing was changed', async (context) => {
    const { browser, users } = await open(context);
    await users.add(fields);
    const page = await browser.get('/users/edit/alice');
    const same = await browser.follow(
      await browser.post('/users/edit/alice', { ...editForm, _csn: csnOf(page) }),
    );
    assert.match(same.text, /Nothing was changed/);
    const changed = await browser.follow(
      await browser.post('/users/edit/alice', { ...editForm, firstName: 'Alicia', _csn: csnOf(page) }),
    );
    assert.match(changed.text, /The user alice was changed\.<[^]*name="firstName" value="Alicia"/);
    assert.equal((await users.find('alice')).fullName, 'Alicia Liddell');
  });

  test('administration rights are in the directory at once, and pending for the service', async (context) => {
    const { browser, users, panel } = await open(context);
    await users.add(fields);
    const page = await browser.get('/users/edit/alice');
    await browser.post('/users/edit/alice', { ...editForm, 'jabber.administrator': 'on', _csn: csnOf(page) });
    assert.deepEqual(
      panel.draft.pending().map(({ label, after: now }) => [label, now].map(inEnglish)),
      [['Administrators', 'alice']],
    );
    const { text } = await browser.get('/save-changes');
    assert.match(text, /Administrators<\/strong>[^]*discarding does not restore it/);
  });

  test('when somebody else changed the user meanwhile, both versions are shown and nothing is taken', async (context) => {
    const { browser, users } = await open(context);
    await users.add(fields);
    const page = await browser.get('/users/edit/alice');
    const { csn } = await users.find('alice');
    const theirs = { firstName: 'Theirs', lastName: 'Liddell', comment: '', password: '', passwordAgain: '' };
    await users.edit('alice', { csn, fields: theirs, accounts: {} });
    const conflict = await browser.post('/users/edit/alice', {
      ...editForm,
      firstName: 'Mine',
      _csn: csnOf(page),
    });
    assert.equal(conflict.status, 409);
    assert.match(conflict.text, /First name<\/th><td><bdi>Mine<\/bdi><\/td><td><bdi>Theirs/);
    assert.equal((await users.find('alice')).firstName, 'Theirs');
    await browser.post('/users/edit/alice', { ...editForm, firstName: 'Mine', _csn: csnOf(conflict) });
    assert.equal((await users.find('alice')).firstName, 'Mine');
  });

  test('what only one of two changed is kept, and only what both changed is asked for', async (context) => {
    const { browser, users, administrator, panel } = await open(context);
    await users.add(fields);
    const page = await browser.get('/users/edit/alice');
    const other = administrator();
    const theirs = await other.get('/users/edit/alice');
    const changed = { ...editForm, firstName: 'Theirs', 'jabber.administrator': 'on' };
    assert.equal((await other.post('/users/edit/alice', { ...ownFields(theirs), ...changed })).status, 303);

    const mine = { ...ownFields(page), ...editForm, comment: 'mine' };
    const merged = await browser.follow(await browser.post('/users/edit/alice', mine));
    assert.match(
      merged.text,
      /alice was changed\. Changes that another administrator made meanwhile were kept/,
    );
    const { firstName, comment, accounts } = await users.find('alice');
    assert.deepEqual([firstName, comment], ['Theirs', 'mine']);
    assert.deepEqual(accounts[0]?.values, { account: 'enabled', administrator: true });
    const [last] = await panel.audit.latest(1);
    assert.deepEqual([last?.what, last?.before, last?.after], ['User alice: Comment', '', 'mine']);

    const both = { ...ownFields(page), ...editForm, firstName: 'Mine', lastName: 'Own' };
    const conflict = await browser.post('/users/edit/alice', both);
    assert.equal(conflict.status, 409);
    assert.match(conflict.text, /First name<\/th><td><bdi>Mine<\/bdi><\/td><td><bdi>Theirs/);
    assert.doesNotMatch(conflict.text, /Last name<\/th>|Comment<\/th>|Administration rights<\/th>/);
    assert.match(
      conflict.text,
      /name="comment" value="mine"[^]*name="jabber.administrator" value="on" checked/,
    );
    const decided = { ...both, comment: 'mine', 'jabber.administrator': 'on', ...ownFields(conflict) };
    assert.equal((await browser.post('/users/edit/alice', decided)).status, 303);
    assert.equal((await users.find('alice')).fullName, 'Mine Own');
  });

  test('a new password that was not taken is asked for again: left empty it would silently stay the old one', async (context) => {
    const { browser, users } = await open(context);
    await users.add(fields);
    const page = await browser.get('/users/edit/alice');
    const answer = await browser.post('/users/edit/alice', {
      ...{ ...editForm, lastName: '', _csn: csnOf(page) },
      ...{ password: 'a new password', passwordAgain: 'a new password' },
    });
    assert.equal(answer.status, 422);
    assert.match(answer.text, /Type the last name[^]*Type the new password again/);
    assert.ok(!answer.text.includes('a new password'));
    assert.ok(
      !(await browser.post('/users/edit/alice', { ...editForm, lastName: '' })).text.includes('Type the new'),
    );
  });

  test('losing the account or the password ends the sessions, and the page says how many', async (context) => {
    const { browser, users, panel } = await open(context);
    await users.add(fields);
    const asked: string[] = [];
    panel.sessionWatch.end = (userName) => Promise.resolve(asked.push(userName) + 1);
    const post = async (change: Record<string, string>) => {
      const page = await browser.get('/users/edit/alice');
      return browser.follow(
        await browser.post('/users/edit/alice', { ...editForm, ...change, _csn: csnOf(page) }),
      );
    };
    assert.match((await post({ comment: 'x' })).text, /The user alice was changed\.</);
    assert.deepEqual(asked, []);
    assert.match(
      (await post({ 'jabber.account': 'disabled' })).text,
      /was changed\. 2 sessions were closed\./,
    );
    assert.match(
      (await post({ password: 'another one', passwordAgain: 'another one' })).text,
      /3 sessions were closed/,
    );
    expectLog('panel', /^error: cannot end the sessions of alice at once: it is away$/);
    panel.sessionWatch.end = () => Promise.reject(new Error('it is away'));
    assert.match(
      (await post({ 'jabber.account': 'disabled', password: 'and again!', passwordAgain: 'and again!' }))
        .text,
      /so open sessions are not closed yet\. They are closed as soon as it answers\./,
    );
  });

  test('Delete asks on a page of its own, names what goes, and then the user is gone', async (context) => {
    const { browser, users } = await open(context);
    await users.add(fields);
    assert.match((await browser.get('/users/edit/alice')).text, /href="\/users\/delete\/alice"/);
    const question = await browser.get('/users/delete/alice');
    assert.match(question.text, /deletes the user alice \(Alice Liddell\)[^]*closed within seconds/);
    assert.equal((await users.find('alice')).userName, 'alice');
    const done = await browser.follow(await browser.post('/users/delete/alice'));
    assert.match(done.text, /The user alice was deleted/);
    assert.ok(await users.isEmpty());
    const gone = await browser.get('/users/edit/alice');
    assert.equal(gone.headers.location, '/users');
    assert.match((await browser.follow(gone)).text, /There is no user alice/);
    assert.equal((await browser.post('/users/delete/alice')).status, 404);
  });

  test('users whom others made are listed, whatever their names, and told that they cannot chat', async (context) => {
    const { browser } = await open(context);
    for (const uid of ['bob@example.org/x', '<img src=x>', 'a b+c,d', '../alice']) {
      await slapd.directory.add([{ type: 'uid', value: uid }, ...tree.users], {
        objectClass: ['inetOrgPerson', 'posixAccount'],
        ...{ uid: [uid], cn: ['A‮ B'], sn: ['B'], uidNumber: ['5'], gidNumber: ['5'], homeDirectory: ['/x'] },
      });
    }
    const list = await browser.get('/users');
    assert.match(list.text, /4 users/);
    assert.equal(list.text.match(/"badge is-warning">Jabber account: not possible/g)?.length, 4);
    assert.match(list.text, /<bdi>&lt;img src=x&gt;<\/bdi>/);
    for (const [, path = ''] of list.text.matchAll(/href="(\/users\/edit\/[^"]+)"/g)) {
      const page = await browser.get(path);
      assert.equal(page.status, 200, path);
      assert.match(page.text, /This user cannot have a Jabber account/);
      assert.ok(!page.text.includes('How to connect a client'));
    }
  });

  test('the search looks in user names and names; a long list has pages', async (context) => {
    const { browser, users } = await open(context);
    for (let index = 0; index < 51; index += 1) {
      await users.add({
        ...fields,
        userName: `user${String(index).padStart(2, '0')}`,
        lastName: index === 7 ? 'Ünique' : 'Common',
      });
    }
    const found = await browser.get(`/users?search=${encodeURIComponent('ünIQ')}`);
    assert.match(found.text, /One user matches[^]*user07/);
    assert.match((await browser.get('/users?search=*')).text, /No user matches/);
    const first = await browser.get('/users');
    assert.match(first.text, /aria-label="Page 1 of 2"[^]*href="\/users\?page=2"/);
    assert.ok(first.text.includes('user49') && !first.text.includes('user50'));
    assert.match((await browser.get('/users?search=&page=2')).text, /user50[^]*aria-label="Page 2 of 2"/);
    assert.equal((await browser.get('/users?page=1e9')).status, 200);
  });

  test('the list is sorted and filtered as the address says, and keeps that on its pages', async (context) => {
    const { browser, users } = await open(context);
    const names = ['zoe:Ágnes:enabled', 'adam:Zoltán:disabled', 'mia:béla:enabled'];
    for (const [userName = '', firstName = '', account = ''] of names.map((one) => one.split(':')))
      await users.add(
        { ...fields, userName, firstName },
        { jabber: { account, administrator: userName === 'mia' } },
      );
    const shown = async (query: string) =>
      [...(await browser.get(`/users${query}`)).text.matchAll(/href="\/users\/edit\/(\w+)"/g)].map(
        ([, name]) => name,
      );
    assert.deepEqual(await shown(''), ['adam', 'mia', 'zoe']);
    assert.deepEqual(await shown('?sort=-userName'), ['zoe', 'mia', 'adam']);
    assert.deepEqual(await shown('?sort=fullName'), ['zoe', 'mia', 'adam']);
    assert.deepEqual(await shown('?sort=-fullName'), ['adam', 'mia', 'zoe']);
    assert.deepEqual(await shown('?account=jabber.account.enabled'), ['mia', 'zoe']);
    assert.deepEqual(await shown('?account=jabber.account.disabled'), ['adam']);
    assert.deepEqual(await shown('?account=jabber.administrator.yes&search=i'), ['mia']);
    assert.deepEqual(await shown('?account=jabber.no.such&sort=password&page=-1'), ['adam', 'mia', 'zoe']);
    const { text } = await browser.get('/users?account=jabber.account.enabled&sort=fullName');
    assert.match(text, /<option value="jabber\.account\.enabled" selected>Jabber account: Enabled/);
    assert.match(
      text,
      /aria-sort="ascending"><a class="sort" href="\/users\?account=jabber\.account\.enabled&amp;sort=-fullName"/,
    );
    assert.match(
      text,
      /<input type="hidden" name="sort" value="fullName">/,
      'the form keeps how it is sorted',
    );
    // The order by name is kept while users change.
    await users.add({ ...fields, userName: 'otto', firstName: 'Béla', lastName: 'Zz' });
    await users.remove('adam');
    assert.deepEqual(await shown('?sort=fullName'), ['zoe', 'mia', 'otto']);
  });

  test('the last sign-in is a column and a filter, and so is what an account says', async (context) => {
    const { browser, users, machine } = await open(context);
    for (const userName of ['ana', 'ben', 'cleo'])
      await users.add(
        { ...fields, userName },
        { jabber: { account: userName === 'ben' ? 'disabled' : 'enabled', administrator: false } },
      );
    const list = async (query: string) => {
      const { text } = await browser.get(`/users${query}`);
      return [...text.matchAll(/href="\/users\/edit\/(\w+)"/g)].map(([, name]) => name).join();
    };
    const { news } = liveOf(machine);
    await news.lacksEarlier();
    const day = 24 * 3600 * 1000;
    const now = machine.clock.now().getTime();
    await news.takeEarlier([
      ['ana', now - 40 * day],
      ['cleo', now - 2 * day],
    ]);
    assert.equal(await list('?sort=-lastSignIn'), 'cleo,ana,ben');
    assert.equal(await list('?sort=lastSignIn'), 'ana,cleo,ben');
    assert.equal(await list('?signedIn=unknown'), 'ben');
    assert.equal(await list('?signedIn=1m'), 'ana');
    assert.equal(await list('?signedIn=3m'), '');
    assert.equal(await list('?sort=-account.jabber'), 'ana,cleo,ben');
    assert.equal(await list('?account=jabber.impossible'), '');
    const { text } = await browser.get('/users?signedIn=1m&search=liddell');
    assert.match(text, /<option value="1m" selected>More than a month ago/);
    assert.match(text, /href="\/users\?search=liddell&amp;signedIn=1m&amp;sort=-lastSignIn"/);
    const unknown = await browser.get('/users?online=on');
    assert.match(unknown.text, /Who is online is not known now[^]*No user matches\./);
  });

  test('a right that waits for a save says so in the list', async (context) => {
    const { browser, users, save } = await open(context);
    await users.add(fields, { jabber: { account: 'enabled', administrator: true } });
    assert.match(
      (await browser.get('/users')).text,
      /is-pending">The list of sessions and rooms wait for a save</,
    );
    await save();
    assert.doesNotMatch((await browser.get('/users')).text, /at the next save/);
    const { csn } = await users.find('alice');
    const without = { account: 'enabled', administrator: false };
    await users.edit('alice', {
      csn,
      fields: { ...names, password: '', passwordAgain: '' },
      accounts: { jabber: without },
    });
    assert.match((await browser.get('/users')).text, /The list of sessions and rooms stay until a save</);
  });

  test('a directory that does not answer is said, never an empty list, and a form keeps what was typed', async (context) => {
    const { browser } = await open(context);
    await browser.get('/users/add');
    await slapd.halt();
    try {
      const list = await browser.get('/users');
      assert.equal(list.status, 503);
      assert.match(list.text, /The directory of users does not answer/);
      const add = await browser.post('/users/add', form);
      assert.equal(add.status, 503);
      assert.match(add.text, /The directory of users does not answer[^]*name="userName" value="alice"/);
      assert.equal((await browser.get('/module-state')).status, 200);
    } finally {
      await slapd.start();
    }
    assert.equal((await browser.get('/users')).status, 200);
  });

  test('the last administrator loses the rights only after it was said what that means', async (context) => {
    const { browser, users } = await open(context);
    const administrator = { account: 'enabled', administrator: true };
    await users.add(fields, { jabber: administrator });
    assert.match(
      (await browser.get('/users/delete/alice')).text,
      /alice is the last user with Administration rights/,
    );
    const page = await browser.get('/users/edit/alice');
    const change = { ...editForm, _csn: csnOf(page) };
    const asked = await browser.post('/users/edit/alice', change);
    assert.equal(asked.status, 409);
    assert.match(asked.text, /alice is the last user with Administration rights[^]*Do it anyway/);
    assert.deepEqual((await users.find('alice')).accounts[0]?.values, administrator);
    await browser.post('/users/edit/alice', { ...change, _lost: 'yes' });
    assert.equal((await users.find('alice')).accounts[0]?.values['administrator'], false);

    await users.add({ ...fields, userName: 'bob' }, { jabber: administrator });
    await users.add({ ...fields, userName: 'carol' }, { jabber: administrator });
    assert.doesNotMatch((await browser.get('/users/delete/bob')).text, /last user/);
  });
});
