import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test, type TestContext } from 'node:test';
import { tree } from '../../../src/core/directory.js';
import { Secret } from '../../../src/core/secret.js';
import { startSlapd, type TestSlapd } from '../../helpers/slapd.js';
import { removeUsers } from '../../web/remove-users.js';
import { startPanel, type Answer, type Browser } from '../../web/test-panel.js';

const BOUNDARY = 'between';

/** Sends the form with a file as a browser does. */
function upload(browser: Browser, file: string, fields: Record<string, string> = {}): Promise<Answer> {
  const part = (disposition: string, content: string): string =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;
  const body = [
    ...Object.entries({ _token: browser.token, text: '', ...fields }).map(([name, value]) =>
      part(`name="${name}"`, value),
    ),
    part('name="file"; filename="users.csv"', file),
    `--${BOUNDARY}--\r\n`,
  ].join('');
  return browser.postText('/users/import/file', body, {
    'Sec-Fetch-Site': 'same-origin',
    'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
  });
}

/** What the form of the preview sends when nothing but the button is pressed. */
function formOf({ text }: Answer): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(
    /<input type="hidden" name="([^"]+)" value="([^"]*)"/g,
  ))
    fields[name] = value;
  for (const [, name = '', options = ''] of text.matchAll(
    /<select id="[^"]+" name="([^"]+)"[^>]*>(.*?)<\/select>/gs,
  ))
    fields[name] = /value="([^"]*)" selected/.exec(options)?.[1] ?? '';
  for (const [, name = ''] of text.matchAll(
    /<input type="checkbox" id="[^"]+" name="([^"]+)" value="on" checked/g,
  ))
    fields[name] = 'on';
  return fields;
}

describe('users are imported and exported in a browser without scripts', () => {
  let slapd: TestSlapd;
  before(async () => (slapd = await startSlapd()));
  after(() => slapd.stop());
  beforeEach(() => removeUsers(slapd.directory));

  const open = async (context: TestContext) => {
    const { panel, save, administrator, machine } = await startPanel(context, {}, slapd.directory);
    await panel.modules.enable('jabber', 'admin');
    await save();
    const browser = administrator();
    await browser.get('/users/import');
    const preview = async (file: string, fields: Record<string, string> = {}) =>
      browser.follow(await upload(browser, file, fields));
    const press = (page: Answer, then: 'import' | 'check', change: Record<string, string> = {}) =>
      browser.post('/users/import/check', { ...formOf(page), then, ...change });
    return { panel, browser, preview, press, clock: machine.clock };
  };

  test('from the file to people who sign in with the passwords that are handed out', async (context) => {
    const { panel, browser, preview, press } = await open(context);
    assert.match((await browser.get('/users')).text, /href="\/users\/import"/);
    const page = await preview('Benutzername;Vorname;Nachname\r\nanna;Anna;López\r\nBob;Bob;B\r\n');
    assert.match(page.text, /New users<\/dt><dd>1<[^]*Lines that are left out<\/dt><dd>1</);
    assert.match(page.text, /<bdi>Bob<\/bdi><\/th>[^]*User names are in lower case: type bob\./);
    assert.match(page.text, /id="generates"[^>]* checked/, 'the file has no passwords');
    const answer = await press(page, 'import');
    assert.equal(answer.headers.location, '/users/import');
    await panel.imports.ended();
    const ended = await browser.get('/users/import');
    assert.match(ended.text, /1 user was written\.[^]*1 password is waiting/);
    const csv = await browser.post('/users/import/passwords/file.csv');
    assert.match(csv.headers['content-disposition'] ?? '', /attachment; filename="?passwords\.csv/);
    assert.match(csv.headers['cache-control'] ?? '', /no-store/);
    const [, password = ''] = /^anna,Anna,López,anna@\S+,(\S+)\r$/m.exec(csv.text) ?? [];
    assert.ok(
      await slapd.directory.proves([{ type: 'uid', value: 'anna' }, ...tree.users], new Secret(password)),
    );
    const again = await browser.follow(await browser.post('/users/import/passwords/file.csv'));
    assert.match(again.text, /no generated passwords left[^]*Show cards to print[^]*Choose a list of users/);
    assert.ok((await browser.post('/users/import/passwords/cards')).text.includes(password));
    const after = await browser.get('/users/import');
    assert.doesNotMatch(after.text, /password is waiting/);
    assert.match(after.text, /Choose a list of users/);
  });

  test('pasted cells of a spreadsheet are a file too', async (context) => {
    const { preview } = await open(context);
    const page = await preview('', { text: 'uid\tsn\npasted\tUser\n' });
    assert.match(page.text, /<bdi>pasted<\/bdi>/);
    assert.match(page.text, /value="tab" selected/);
  });

  test('what was not recognised is corrected: encoding, separator, first line and columns', async (context) => {
    const { preview, press } = await open(context);
    const asked = await preview('uid,sn,password\nanna,L\u{fffd}pez,x\n');
    assert.match(asked.text, /<option value="utf-8" selected>/);
    const page = await preview('a;b;c\nanna;Anna;López\n');
    assert.match(page.text, /No column is recognised as a name/);
    const columns = { 'column-0': 'userName', 'column-1': 'firstName', 'column-2': 'lastName' };
    const right = await press(page, 'check', {
      ...columns,
      header: 'yes',
      'was-header': 'yes',
      generates: 'on',
    });
    assert.match(right.text, /New users<\/dt><dd>1</);
    const twice = await press(page, 'check', {
      ...columns,
      header: 'yes',
      'was-header': 'yes',
      'column-1': 'userName',
    });
    assert.match(twice.text, /Two columns are the same: User name/);
  });

  test('what the directory became meanwhile is shown first: only what was shown is done', async (context) => {
    const { panel, preview, press } = await open(context);
    const page = await preview('uid,sn,password\nanna,López,correct horse battery\n');
    const password = 'another battery';
    const own = { userName: 'anna', firstName: '', lastName: 'Other', comment: '' };
    await panel.users.add({ ...own, password, passwordAgain: password });
    const answer = await press(page, 'import');
    assert.equal(answer.status, 409);
    assert.match(answer.text, /The directory has changed since the preview was shown/);
    assert.match(answer.text, /Changed users<\/dt><dd>1</);
    assert.equal((await panel.users.find('anna')).lastName, 'Other');
  });

  test('administration rights in a file ask for the password again', async (context) => {
    const { panel, preview, press, clock } = await open(context);
    clock.pass(600);
    const page = await preview('uid,sn,password,jabber.administrator\nanna,L,correct horse battery,yes\n');
    const answer = await press(page, 'import');
    assert.match(answer.text, /Confirm it is you[^]*give a user Administration rights/);
    assert.equal(panel.imports.state(), null);
  });

  test('a file that is too large, forged or hostile', async (context) => {
    const { browser, preview } = await open(context);
    const large = await upload(browser, 'x'.repeat(5_000_001));
    assert.equal(large.status, 413);
    const { token } = browser;
    browser.token = 'forged';
    assert.equal((await upload(browser, 'uid,sn\na,b\n')).status, 403);
    browser.token = token;
    const page = await preview(
      '<script>alert(1)</script>,sn,uid\n"<img src=x onerror=alert(1)>",\u202eevil,"a\u0000"";DROP"\n=HYPERLINK(1),b,c,d\n',
    );
    assert.equal(page.status, 200);
    assert.doesNotMatch(page.text, /<script>alert|<img src=x|\u202e|\u0000/);
    assert.equal((await upload(browser, '')).status, 422);
    const gone = await browser.follow(await browser.get('/users/import/check?file=nothing'));
    assert.match(gone.text, /Choose the file again/);
  });

  test('the export has the users that the list shows, on all of its pages, and opens safely', async (context) => {
    const { panel, browser } = await open(context);
    const password = 'correct horse battery';
    for (const [userName, firstName] of [
      ['anna', '=cmd|1'],
      ['bob', 'Bob'],
    ] as const)
      await panel.users.add({
        userName,
        firstName,
        lastName: 'B',
        comment: '',
        password,
        passwordAgain: password,
      });
    const all = await browser.get('/users/export.csv');
    assert.equal(
      all.text,
      '\ufeffuserName,firstName,lastName,comment,jabber.account,jabber.administrator\r\n' +
        "anna,'=cmd|1,B,,enabled,no\r\nbob,Bob,B,,enabled,no\r\n",
    );
    const list = await browser.get('/users?search=bob');
    const [, path = ''] = /href="(\/users\/export\.csv[^"]*)"/.exec(list.text) ?? [];
    assert.doesNotMatch((await browser.get(path.replaceAll('&amp;', '&'))).text, /anna/);
  });
});
