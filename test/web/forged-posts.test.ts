import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { tree } from '../../src/core/directory.js';
import { startSlapd, type TestSlapd } from '../helpers/slapd.js';
import { sampleModules } from './sample-modules.js';
import { tablesModule } from './sample-tables.js';
import { startPanel, type TestPanel } from './test-panel.js';

const names = { firstName: 'Alice', lastName: 'Liddell', comment: '' };
const passwords = { password: 'down the hole', passwordAgain: 'down the hole' };

/** A row of a table that has a page. */
const SITE = '00000000-0000-4000-8000-000000000001';
const site = { name: 'school', addresses: [], open: false, hosts: [], notes: [] };
const tables = { addresses: '', hosts: 'rows', notes: 'rows' };

/** Every form of the panel, filled in so that it would change something. */
const forms: readonly [path: string, fields: Record<string, string>][] = [
  ['/account', { ...passwords, oldPassword: 'correct horse battery' }],
  ['/account/sessions/end', { number: '1' }],
  ['/account/sign-out-everywhere', {}],
  [
    '/certificates',
    {
      certificate: 'own',
      certificateForPanel: 'on',
      certificateFile: '',
      certificateKeyFile: '',
      certificateQuietTime: '04:00',
      _version: '1',
    },
  ],
  ['/certificates/renew', { _confirmed: 'yes' }],
  ['/certificates/upload', { text: 'x', passphrase: '', _version: '1' }],
  ['/daemons/sm/restart', { _confirmed: 'yes' }],
  ['/doctor/look', {}],
  ['/jabber', { domain: 'forged.internal', ssl: 'required', _version: '1', _confirmed: 'yes' }],
  ['/jabber/check', {}],
  ['/module-state', { _enabled: 'users jabber', _confirmed: 'yes' }],
  ['/module-state/enable', { modules: 'jabber' }],
  ['/save-changes', { _pending: '' }],
  ['/save-changes/call-off', {}],
  ['/save-changes/discard', { _pending: '' }],
  ['/session', {}],
  ['/sign-out', {}],
  ['/sites', { word: 'forged', relays: 'rows', _version: '1', _confirmed: 'yes' }],
  ['/sites/check', {}],
  ['/sites/sites/add', { name: 'forged', addresses: '', _confirmed: 'yes' }],
  [`/sites/sites/${SITE}`, { ...tables, name: 'forged', _base: JSON.stringify(site), _confirmed: 'yes' }],
  [`/sites/sites/${SITE}/delete`, { _base: JSON.stringify(site), _confirmed: 'yes' }],
  ['/users/add', { ...names, ...passwords, userName: 'forged', 'jabber.account': 'enabled' }],
  ['/users/delete/alice', {}],
  ['/users/rename/alice', { newName: 'forged', blocked: '0', _answer: '0' }],
  ['/users/edit/alice', { ...names, password: '', passwordAgain: '', 'jabber.account': 'disabled' }],
];

/** A hash of all that a form could change: documents, directory, sessions, and what was done. */
async function hashOf({ machine, panel, sessions }: TestPanel, slapd: TestSlapd): Promise<string> {
  const documents = ['state', 'administrator', 'sign-in-throttle', 'waiting-save'].map((name) =>
    machine.store.document(name).read(),
  );
  const { entries } = await slapd.directory.search({
    base: tree.users,
    scope: 'sub',
    filter: { kind: 'present', attribute: 'objectClass' },
    attributes: ['*', 'entryCSN'],
  });
  const all = [
    await Promise.all(documents),
    entries.map(({ dn, attributes }) => [dn, [...attributes]]),
    sessions.of('admin').map(({ number }) => number),
    (await panel.audit.latest(1000)).length,
    panel.draft.pending(),
    panel.save.current()?.startedAt ?? null,
  ];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex');
}

test('no forged form and no GET changes anything, whatever it asks for', async (context) => {
  const slapd = await startSlapd();
  context.after(() => slapd.stop());
  const panel = await startPanel(context, {}, slapd.directory, [...sampleModules(), tablesModule()]);
  await panel.panel.draft.apply({
    ...{ module: 'sites', version: 0, who: 'admin' },
    values: { sites: [{ ...site, id: SITE }], word: '', relays: [] },
  });
  await panel.panel.modules.enable('jabber', 'admin');
  await panel.save();
  await panel.panel.users.add({ ...names, ...passwords, userName: 'alice' });
  const own = panel.administrator();
  const other = panel.administrator();
  for (const browser of [own, other]) await browser.get('/users');
  const before = await hashOf(panel, slapd);

  for (const [path, fields] of forms) {
    const { token } = own;
    const query = new URLSearchParams({ ...fields, _token: token }).toString();
    const headers = { 'Sec-Fetch-Site': 'same-origin' };
    const answers = [
      await own.postWith(path, fields, headers),
      await own.postWith(path, { ...fields, _token: other.token }, headers),
      await own.postWith(`${path}?${query}`, fields, headers),
      await own.postWith(path, { ...fields, _token: token }, { 'Sec-Fetch-Site': 'cross-site' }),
    ];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [403, 403, 403, 403],
      path,
    );
    await own.get(`${path}?${query}`);
    assert.equal(await hashOf(panel, slapd), before, path);
  }

  await own.get('/users');
  const deleted = await own.post(`/sites/sites/${SITE}/delete`, { _base: JSON.stringify(site) });
  assert.equal(deleted.headers.location, '/sites', 'this form, too, is only refused since it is forged');
  assert.equal((await own.post('/users/delete/alice')).status, 303);
  assert.notEqual(await hashOf(panel, slapd), before, 'a form that is not forged is seen');
});
