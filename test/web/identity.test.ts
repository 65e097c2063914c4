import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test, type TestContext } from 'node:test';
import { tree } from '../../src/core/directory.js';
import { Secret } from '../../src/core/secret.js';
import { startSlapd, type TestSlapd } from '../helpers/slapd.js';
import { removeUsers } from './remove-users.js';
import { PASSWORD, startPanel, type Answer, type Browser } from './test-panel.js';

const userPassword = 'down the hole';
const alice = {
  userName: 'alice',
  firstName: 'Alice',
  lastName: 'Liddell <b>',
  comment: '',
  password: userPassword,
  passwordAgain: userPassword,
};
const rights = { 'jabber.account': 'enabled', 'jabber.administrator': 'on' };
const FIVE_MINUTES = 5 * 60;

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"' };
const plain = (html: string): string => html.replace(/&\w+;/g, (entity) => entities[entity] ?? entity);

/** What a browser sends from the page "Confirm it is you". */
async function confirm(browser: Browser, page: Answer, password = PASSWORD): Promise<Answer> {
  assert.match(page.text, /<h1>Confirm it is you<\/h1>/);
  const [, action = ''] = /<form class="card" method="post" action="([^"]+)"/.exec(page.text) ?? [];
  const fields = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
  const hidden = fields.map(([, name = '', value = '']): [string, string] => [name, plain(value)]);
  return browser.post(plain(action), { ...Object.fromEntries(hidden), _proof: password });
}

const isAsked = ({ text }: Answer): boolean => text.includes('<h1>Confirm it is you</h1>');

describe('what is dangerous asks for the password when it was given more than five minutes ago', () => {
  let slapd: TestSlapd;
  before(async () => (slapd = await startSlapd()));
  after(() => slapd.stop());
  beforeEach(() => removeUsers(slapd.directory));

  const open = async (context: TestContext) => {
    const panel = await startPanel(context, {}, slapd.directory);
    await panel.panel.modules.enable('jabber', 'admin');
    await panel.save();
    const browser = panel.administrator();
    await browser.get('/');
    return { ...panel, browser, users: panel.panel.users, later: () => panel.machine.clock.pass(301) };
  };
  const proves = (password: string): Promise<boolean> =>
    slapd.directory.proves([{ type: 'uid', value: 'alice' }, ...tree.users], new Secret(password));

  test('right after signing in nothing is asked', async (context) => {
    const { browser, machine, users, panel } = await open(context);
    machine.clock.pass(FIVE_MINUTES);
    assert.equal((await browser.post('/users/add', { ...alice, ...rights })).status, 303);
    assert.equal((await users.find('alice')).accounts[0]?.values['administrator'], true);
    const version = String((await panel.draft.view('jabber')).version);
    const settings = { domain: 'chat.internal', ssl: 'disabled', _version: version };
    assert.equal((await browser.post('/jabber', settings)).status, 303);
  });

  test('later it is asked before anything is done, no password is on the page, and nothing typed is lost', async (context) => {
    const { browser, users, later } = await open(context);
    later();
    const page = await browser.post('/users/add', { ...alice, ...rights, _then: 'edit' });
    assert.ok(await users.isEmpty());
    assert.match(page.text, /about to give a user Administration rights/);
    assert.ok(!page.text.includes(userPassword));
    assert.match(page.text, /name="lastName" value="Liddell &lt;b&gt;"/);
    const done = await confirm(browser, page);
    assert.equal(done.headers.location, '/users/edit/alice');
    const user = await users.find('alice');
    assert.equal(user.lastName, 'Liddell <b>');
    assert.equal(user.accounts[0]?.values['administrator'], true);
    assert.ok(await proves(userPassword));

    const again = await browser.post('/users/delete/alice');
    assert.equal(again.status, 303, 'for five minutes nothing is asked again');
  });

  test('a wrong password does nothing, keeps the form, is written down, and is slowed down like a sign-in', async (context) => {
    const { browser, users, later, panel, machine } = await open(context);
    later();
    let page = await browser.post('/users/add', { ...alice, ...rights });
    for (let failure = 1; failure <= 6; failure += 1) {
      page = await confirm(browser, page, 'wrong');
      assert.equal(page.status, 401);
      assert.match(page.text, /This is not your password/);
    }
    page = await confirm(browser, page);
    assert.equal(page.status, 429);
    assert.ok(await users.isEmpty());
    const records = await panel.audit.latest(20);
    assert.equal(
      records.filter(({ what, outcome }) => what.startsWith('Confirmation') && outcome === 'refused').length,
      6,
    );
    machine.clock.pass(1);
    assert.equal((await confirm(browser, page)).status, 303);
    assert.ok(await proves(userPassword));
  });

  test('an empty password is asked for again, and the key of what was kept works once, in its session only', async (context) => {
    const { browser, users, later, administrator } = await open(context);
    later();
    const page = await browser.post('/users/add', { ...alice, ...rights });
    const [, key = ''] = /name="_kept" value="([^"]+)"/.exec(page.text) ?? [];
    const other = administrator();
    await other.get('/');
    const stolen = await other.post('/users/add', { userName: 'alice', lastName: 'Liddell', _kept: key });
    assert.equal(stolen.status, 403);
    const empty = await confirm(browser, page, '');
    assert.equal(empty.status, 401);
    assert.equal((await confirm(browser, page)).status, 403, 'the first page is used up');
    assert.ok(await users.isEmpty());
    assert.equal((await confirm(browser, empty)).status, 303);
  });

  test('changing and deleting a user asks only when rights are given or taken, or who has them gets a new password', async (context) => {
    const { browser, users, later, machine } = await open(context);
    await users.add(alice, { jabber: { account: 'enabled', administrator: true } });
    const edit = async (fields: Record<string, string>): Promise<Answer> => {
      machine.clock.pass(400);
      const { csn } = await users.find('alice');
      const same = { firstName: 'Alice', lastName: 'Liddell', comment: '', password: '', passwordAgain: '' };
      return browser.post('/users/edit/alice', {
        ...same,
        _csn: csn,
        _lost: 'yes',
        'jabber.account': 'enabled',
        ...fields,
      });
    };
    assert.equal((await edit({ ...rights, comment: 'x' })).status, 303);
    const renewing = await edit({ ...rights, password: 'a third one', passwordAgain: 'a third one' });
    assert.ok(isAsked(renewing) && /give an administrator of the chat a new password/.test(renewing.text));
    assert.ok(!(await proves('a third one')));
    assert.equal((await confirm(browser, renewing)).status, 303);
    assert.ok(await proves('a third one'));
    const taking = await edit({ password: 'quite another one', passwordAgain: 'quite another one' });
    assert.ok(isAsked(taking) && /about to remove a user’s Administration rights/.test(taking.text));
    assert.equal((await confirm(browser, taking)).status, 303);
    assert.ok(await proves('quite another one'));
    assert.equal((await users.find('alice')).accounts[0]?.values['administrator'], false);
    assert.equal((await edit({ comment: 'y' })).status, 303);
    assert.equal(
      (await edit({ password: 'no rights now', passwordAgain: 'no rights now' })).status,
      303,
      'the password of somebody without rights is nobody else’s',
    );

    const giving = await edit(rights);
    assert.equal((await confirm(browser, giving)).status, 303);
    later();
    const deleting = await browser.post('/users/delete/alice');
    assert.ok(isAsked(deleting));
    assert.equal((await users.find('alice')).userName, 'alice');
    assert.equal((await confirm(browser, deleting)).status, 303);
    assert.ok(await users.isEmpty());
  });

  test('less encryption asks, more does not, and the question of the module comes after', async (context) => {
    const { browser, later, panel } = await open(context);
    const apply = async (fields: Record<string, string>): Promise<Answer> => {
      later();
      const { version } = await panel.draft.view('jabber');
      return browser.post('/jabber', { domain: 'chat.internal', _version: String(version), ...fields });
    };
    const ssl = async () => (await panel.draft.view('jabber')).settings['ssl'];
    assert.equal((await apply({ ssl: 'required', muc: 'on' })).status, 303);
    assert.ok(!isAsked(await apply({ ssl: 'disabled', domain: 'a_b' })), 'what is wrong is said first');
    const disabling = await apply({ ssl: 'disabled', domain: 'b.internal', muc: 'on' });
    assert.match(
      disabling.text,
      /You are about to disable SSL Support\. Anyone on the network could read all messages and passwords\./,
    );
    assert.equal(await ssl(), 'required');
    const question = await confirm(browser, disabling);
    assert.match(question.text, /Change the domain to b\.internal\?[^]*name="ssl" value="disabled"/);
    assert.equal(await ssl(), 'required');
    const optional = await apply({ ssl: 'optional', muc: 'on' });
    assert.match(optional.text, /sends its password unencrypted\./);
    assert.equal((await confirm(browser, optional)).status, 303);
    const { settings } = await panel.draft.view('jabber');
    assert.deepEqual([settings['ssl'], settings['muc']], ['optional', true]);
    assert.equal((await apply({ ssl: 'required', muc: 'on' })).status, 303);
  });
});
