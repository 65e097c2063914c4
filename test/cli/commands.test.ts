import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { after, before, beforeEach, describe, test, type TestContext } from 'node:test';
import { tree } from '../../src/core/directory.js';
import { Secret } from '../../src/core/secret.js';
import { openShell, shellOf, type Said } from '../helpers/eboxctl.js';
import { temporaryFolder } from '../helpers/folder.js';
import { startSlapd, type TestSlapd } from '../helpers/slapd.js';
import { removeUsers } from '../web/remove-users.js';
import { startPanel } from '../web/test-panel.js';

const password = 'down the hole';
const json = ({ out }: Said): unknown => JSON.parse(out);
const changed = (said: Said): boolean => /"changed": true/.test(said.out);

describe('eboxctl, over a real directory', () => {
  let slapd: TestSlapd;
  before(async () => (slapd = await startSlapd()));
  after(() => slapd.stop());
  beforeEach(() => removeUsers(slapd.directory));

  const open = async (context: TestContext) => {
    const panel = await startPanel(context, {}, slapd.directory);
    const shell = await openShell(context, { ...panel.deps, ...panel.panel });
    return { ...panel, ...shell };
  };
  const openEnabled = async (context: TestContext) => {
    const opened = await open(context);
    await opened.panel.modules.enable('jabber', 'admin');
    await opened.save();
    return opened;
  };

  test('a module is set up only after what will be done was shown, and twice is once', async (context) => {
    const { type } = await open(context);
    const asked = await type('modules enable jabber');
    assert.equal(asked.code, 1);
    assert.match(asked.err, /Make a certificate for the domain[^]*jabberd2\/c2s.xml[^]*--yes/);
    assert.match((await type('modules')).out, /jabber +disabled/);
    const done = await type('modules enable jabber --yes --detailed-exitcode');
    assert.deepEqual([done.code, done.err], [10, '']);
    assert.match(done.out, /Users and Groups is enabled\. Jabber starts when you press Save Changes/);
    const again = await type('modules enable jabber --yes --detailed-exitcode --json');
    assert.equal(again.code, 0);
    assert.deepEqual(json(again), {
      changed: false,
      sentence: { text: 'Nothing was changed.', message: 'Nothing was changed.', values: {} },
      modules: [],
    });
  });

  test('what depends on a module is turned off with it only when that is said', async (context) => {
    const { type } = await openEnabled(context);
    const asked = await type('modules disable users');
    assert.equal(asked.code, 1);
    assert.match(asked.err, /Jabber requires Users and Groups and is disabled too/);
    assert.match((await type('modules disable users -y')).out, /are disabled when you press Save Changes/);
    assert.match((await type('discard')).out, /were discarded/);
    assert.match((await type('modules disable nothing')).err, /no module with this name/);
  });

  test('settings: all or none, the sentences of the page, and what is set already is no change', async (context) => {
    const { type } = await openEnabled(context);
    const wrong = await type('settings set jabber muc=yes domain=no_domain');
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /domain: .*[.]/);
    assert.equal((await type('settings get jabber muc')).out, 'no\n');
    assert.match((await type('settings set jabber muc=perhaps')).err, /muc: Type "yes" or "no"/);
    assert.match(
      (await type('settings set jabber sound=on')).err,
      /sound: There is no such setting\..*domain/,
    );

    assert.equal((await type('settings set jabber muc=yes --detailed-exitcode')).code, 10);
    assert.equal((await type('settings set jabber muc=yes --detailed-exitcode')).code, 0);
    assert.match((await type('settings get')).out, /jabber muc=yes +\(active: no\)/);
    assert.match((await type('pending')).out, /Jabber: .*no -> yes +admin \(eboxctl, .+\) from shell/);
    assert.equal((await type('settings set jabber muc')).code, 2);
  });

  test('where the page asks a question or for the password, the command needs --yes', async (context) => {
    const { type } = await openEnabled(context);
    const domain = await type('settings set jabber domain=chat.example.org');
    assert.equal(domain.code, 1);
    assert.match(domain.err, /Change the domain to chat.example.org\?\nEvery account gets a new address/);
    const ssl = await type('settings set jabber ssl=disabled');
    assert.equal(ssl.code, 1);
    assert.match(ssl.err, /--yes/);
    assert.match((await type('pending')).out, /Nothing is pending/);
    assert.equal((await type('settings set jabber domain=chat.example.org ssl=disabled --yes')).code, 0);
    assert.match((await type('pending')).out, /-> chat.example.org/);
  });

  test('an edit in the shell and one in a browser conflict, whoever comes second', async (context) => {
    const { type, administrator } = await openEnabled(context);
    const browser = administrator();
    const page = await browser.get('/jabber');
    const version = /name="_version" value="(\d+)"/.exec(page.text)?.[1] ?? '';
    assert.equal((await type('settings set jabber muc=yes')).code, 0);
    const form = { domain: 'other.internal', ssl: 'required', _version: version, _confirmed: 'yes' };
    assert.equal((await browser.post('/jabber', form)).status, 409);
    assert.equal((await type('settings get jabber muc')).out, 'yes\n');
  });

  test('diff shows the files of the next save, save tells its steps, and then nothing is left', async (context) => {
    const { type } = await openEnabled(context);
    assert.match((await type('diff')).out, /No file would change/);
    await type('settings set jabber muc=yes');
    assert.match((await type('diff')).out, /jabberd2\/c2s.xml[^]*-.*"muc":false[^]*\+.*"muc":true/);
    const asked = await type('save');
    assert.equal(asked.code, 1);
    assert.match(asked.err, /Everybody is disconnected for about three seconds[^]*--yes/);
    assert.equal(asked.out, '');
    assert.match((await type('save --json')).out, /^\{\n {2}"failed": \{\n {4}"code": "needs-yes"/);
    const saved = await type('save --yes --json --detailed-exitcode');
    assert.equal(saved.code, 10);
    assert.ok(changed(saved) && /"outcome": "done"/.test(saved.out), saved.out);
    const again = await type('save --detailed-exitcode');
    assert.deepEqual([again.code, again.out], [0, 'There are no pending changes. Nothing was saved.\n']);
    assert.match((await type('discard --json')).out, /"changed": false/);
  });

  test('a file that was changed by hand is decided on, or nothing is saved', async (context) => {
    const { type, machine, panel } = await openEnabled(context);
    const path = 'jabberd2/c2s.xml';
    const live = machine.configuration.live.bind(machine.configuration);
    context.mock.method(machine.configuration, 'live', async () =>
      (await live()).map((file) =>
        file.path === path ? { ...file, content: 'by hand', hasDrifted: true } : file,
      ),
    );
    await type('settings set jabber muc=yes');
    assert.match((await type('pending')).out, /Changed by hand: jabberd2\/c2s.xml/);
    assert.match(
      (await type('diff')).out,
      /Changed by hand: jabberd2\/c2s.xml \(save with --keep or --overwrite\)[^]*--- jabberd2\/c2s.xml\tthe panel[^]*\n\+by hand/,
    );
    const undecided = await type('save --yes');
    assert.equal(undecided.code, 1);
    assert.match(undecided.err, /changed by hand since the panel wrote them: jabberd2\/c2s.xml/);
    assert.match((await type('save --yes --keep jabberd2/sm.xml')).err, /Nothing has to be decided about/);
    assert.equal((await type(`save --yes --keep ${path} --overwrite ${path}`)).code, 2);
    assert.equal((await type(`save --yes --overwrite ${path}`)).code, 0);
    const deed = (await panel.audit.latest(10)).find(({ what }) => what.includes(path));
    assert.deepEqual([deed?.after, deed?.outcome], ['overwrite', 'begun']);
  });

  test('a machine that does not answer is said, and is no mistake of the panel', async (context) => {
    const { type, machine, panel } = await openEnabled(context);
    const preview = panel.save.preview.bind(panel.save);
    context.mock.method(panel.save, 'preview', () => preview(0.01));
    context.mock.method(machine.configuration, 'live', () => new Promise(() => undefined));
    for (const line of ['pending', 'save --yes']) {
      const { code, err } = await type(line);
      assert.equal(code, 1, line);
      assert.match(err, /^The pending changes could not be read, because a daemon does not answer\./, line);
    }
  });

  test('users: imported from a file, and exported again; the wrong lines are named, and the command ends with 1', async (context) => {
    const { type, panel } = await openEnabled(context);
    const folder = await temporaryFolder(context);
    const write = async (name: string, text: string): Promise<string> => {
      await writeFile(`${folder}/${name}`, text);
      return `${folder}/${name}`;
    };
    const good = await write('good.csv', 'uid;sn;jabber.administrator\nanna;López;\nbob;Müller;\n');
    const trial = await type(`users import ${good} --trial --generate-passwords`);
    assert.deepEqual([trial.code, trial.out], [0, '2 new users\n']);
    assert.equal(panel.imports.state(), null, 'a trial does nothing');
    assert.match((await type(`users import ${good}`)).out, /Line 2 +anna +Password: There is no password/);
    const imported = await type(`users import ${good} --generate-passwords --detailed-exitcode`);
    assert.equal(imported.code, 10);
    assert.match(imported.out, /2 users were written\.[^]*users import-passwords/);
    const handed = await type('users import-passwords');
    assert.match(
      handed.out,
      /^.?userName,firstName,lastName,address,password\nanna,,López,anna@[^,]+,\S+\nbob,/,
    );
    assert.match((await type('users import-passwords')).err, /no generated passwords left/);
    const again = await type(`users import ${good} --generate-passwords`);
    assert.deepEqual([again.code, again.out], [0, '2 users are as in the file already\n']);

    const bad = await write(
      'bad.csv',
      'uid;sn;password\nCarl;C;correct horse battery\ndora;D;correct horse battery\n',
    );
    const partly = await type(`users import ${bad}`);
    assert.equal(partly.code, 1);
    assert.match(
      partly.out,
      /Line 2 +Carl +User name: User names are in lower case: type carl\.[^]*1 user was written/,
    );
    const rights = await write('rights.csv', 'uid,sn,jabber.administrator\nanna,López,yes\n');
    assert.match(
      (await type(`users import ${rights}`)).err,
      /about to give a user Administration rights[^]*--yes/,
    );
    const only = await write('only.csv', 'uid,sn\nanna,López\n');
    assert.match(
      (await type(`users import ${only} --disable-missing`)).err,
      /2 users who are not in the file are disabled[^]*--yes/,
    );
    assert.equal((await type(`users import ${only} --disable-missing --yes`)).code, 0);
    assert.match((await type('users list')).out, /bob +Müller +jabber.account=disabled/);

    const latin = await write('latin.csv', '');
    await writeFile(latin, Buffer.from('uid,sn\nanna,L\xf3pez\n', 'latin1'));
    assert.match((await type(`users import ${latin}`)).err, /Give --encoding[^]*windows-1252[^]*López/);
    assert.equal((await type(`users import ${latin} --encoding windows-1252`)).code, 0);
    assert.equal((await type(`users import ${latin} --encoding ebcdic`)).code, 2);
    assert.match(
      (await type(`users import ${good} --columns userName,nothing`)).err,
      /A column cannot be "nothing"/,
    );
    assert.match((await type(`users import ${folder}/none.csv`)).err, /none\.csv cannot be read/);
    const exported = await type('users export --search anna');
    assert.match(exported.out, /userName,firstName,lastName,comment,jabber[^]*\nanna,,López,,enabled,no\n$/);
  });

  test('users: added once, changed, switched, found, deleted; each line in the audit log', async (context) => {
    const { type, panel } = await openEnabled(context);
    assert.match((await type('users add alice')).err, /No password was given/);
    assert.match((await type('users add alice', password)).err, /lastName: Type the last name/);
    assert.match((await type('users add alice --last-name Liddell', 'short')).err, /at least 8 characters/);
    const add = 'users add alice --first-name Alice --last-name Liddell --if-missing --json';
    assert.ok(changed(await type(add, password)));
    assert.ok(!changed(await type(add)));
    const name = [{ type: 'uid', value: 'alice' }, ...tree.users];
    assert.ok(await slapd.directory.proves(name, new Secret(password)));
    assert.match((await type('users list --search LIDD')).out, /alice +Alice Liddell +jabber.account=/);
    assert.equal((await type('users list --search nobody')).out, '');

    await type('users enable alice');
    assert.match((await type('users show alice')).out, /jabber.account=enabled/);
    assert.ok(!changed(await type('users enable alice --json')));
    const rights = await type('users edit alice --set jabber.administrator=yes');
    assert.match(rights.err, /about to give a user Administration rights[^]*--yes/);
    assert.equal((await type('users edit alice --set jabber.administrator=yes --yes')).code, 0);
    const last = await type('users edit alice --set jabber.administrator=no');
    assert.match(last.err, /last user with Administration rights/);
    assert.equal((await type('users edit alice --set jabber.administrator=no --yes')).code, 0);
    assert.ok(changed(await type('users disable alice --json')));
    assert.match(
      (await type('users edit alice --set radio.on=yes')).err,
      /No module of this name has accounts/,
    );
    assert.equal((await type('users edit alice --password-stdin', 'another password')).code, 0);
    assert.ok(await slapd.directory.proves(name, new Secret('another password')));

    assert.match((await type('users rename alice anna')).err, /Rename alice to anna\?/);
    assert.equal((await type('users rename alice Anna --yes')).code, 1);
    assert.match((await type('users rename alice anna --block-days x --yes')).err, /a number of days/);
    assert.ok(changed(await type('users rename alice anna --yes --json')));
    assert.ok(!changed(await type('users rename alice anna --yes --json')));
    assert.equal((await type('users rename nobody else --yes')).code, 1);
    assert.ok(changed(await type('users rename anna alice --yes --json')));
    assert.match((await type('users delete alice')).err, /Delete alice\?/);
    assert.ok(changed(await type('users delete alice --yes --json')));
    assert.ok(!changed(await type('users delete alice --yes --json')));
    assert.equal((await type('users show alice')).code, 1);

    const records = await panel.audit.latest(100);
    const deeds = records.map(({ what }) => what);
    for (const what of ['User alice added', 'User alice: password changed', 'User alice deleted'])
      assert.ok(deeds.includes(what), deeds.join('\n'));
    const who = process.getuid?.() === 0 ? 'admin (eboxctl, carol)' : /^admin \(eboxctl, .+\)$/;
    const typed = records.filter(({ what }) => what.startsWith('User alice'));
    for (const record of typed) {
      assert.match(record.who, typeof who === 'string' ? /^admin \(eboxctl, carol\)$/ : who);
      assert.equal(record.from, 'shell');
    }
    assert.match((await type('audit -n 3')).out, /User alice deleted +done/);
  });

  test('a form of a browser conflicts with a user who was changed in the shell', async (context) => {
    const { type, administrator } = await openEnabled(context);
    await type('users add alice --last-name Liddell', password);
    const browser = administrator();
    const { text } = await browser.get('/users/edit/alice');
    const csn = /name="_csn" value="([^"]+)"/.exec(text)?.[1] ?? '';
    assert.equal((await type('users edit alice --comment shell')).code, 0);
    const form = { firstName: '', lastName: 'Browser', comment: '', password: '', passwordAgain: '' };
    const { status } = await browser.post('/users/edit/alice', {
      ...form,
      'jabber.account': 'enabled',
      _csn: csn,
    });
    assert.equal(status, 409);
    assert.match((await type('users show alice')).out, /Last name +Liddell\nComment +shell/);
  });

  test('while the module of the users is off, their commands say so', async (context) => {
    const { type } = await open(context);
    assert.match((await type('users list')).err, /Users and Groups is not enabled/);
  });

  test('what is no command, no option or no panel ends with a sentence and its code', async (context) => {
    const { type, state } = await open(context);
    for (const line of [
      'fly',
      'users fly',
      'users add',
      'users add alice bob',
      'modules --fast',
      'audit -n 0',
    ]) {
      const { code, out, err } = await type(line, password);
      assert.deepEqual([code, out], [2, ''], line);
      assert.match(err, /Usage: eboxctl/);
    }
    assert.match((await type('help')).out, /users add +Add a user/);
    assert.match((await type('settings set --help')).out, /^Usage: eboxctl settings set MODULE/);
    const { code, err } = await shellOf(`${state}-missing`).type('status');
    assert.equal(code, 1);
    assert.match(err, /No panel runs on .*-missing\. Start it .*EBOX_STATE_DIR/);
  });
});
