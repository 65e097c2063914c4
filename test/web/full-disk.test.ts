import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Directory } from '../../src/core/ports.js';
import { memoryMachine } from '../helpers/memory-machine.js';
import { PASSWORD, startPanel } from './test-panel.js';

test('what cannot be written down is not done, and what was typed is kept', async (context) => {
  const done: string[] = [];
  const directory: Directory = {
    ...memoryMachine().directory,
    add: () => Promise.resolve(void done.push('added')),
  };
  const { machine, panel, save, administrator, stranger, deps } = await startPanel(context, {}, directory);
  await panel.modules.enable('jabber', 'admin');
  await save();
  const browser = administrator();
  const page = await browser.get('/jabber');
  assert.equal(page.status, 200);
  const mark = await deps.signIn.mark();
  const session = { address: 'alice@chat.lan/x', userName: 'alice' };
  panel.sessionWatch.connected = () => Promise.resolve([session]);
  Object.assign(machine.audit, {
    prepare: () => Promise.reject(new Error('ENOSPC: no space left on device')),
  });
  const refused = /Nothing was done, because the audit log could not be written:[^]*no space left on device/;

  const user = { userName: 'alice', firstName: '', lastName: 'Liddell', comment: 'typed' };
  const password = { password: 'down the hole', passwordAgain: 'down the hole' };
  const added = await browser.post('/users/add', { ...user, ...password, 'jabber.account': 'enabled' });
  assert.equal(added.status, 503);
  assert.match(added.text, refused);
  assert.match(added.text, /name="comment" value="typed"/);

  for (const [path, fields] of [
    ['/jabber', { domain: 'other.test', ssl: 'required', _version: '0', _base: '{}' }],
    ['/module-state', { _enabled: 'users jabber', users: 'on' }],
    ['/save-changes/discard', {}],
    ['/daemons/c2s/restart', { running: 'yes', _confirmed: 'yes' }],
    ['/connected/end', { one: 'alice@chat.lan/x' }],
    ['/connected/message', { whom: 'all', text: 'Typed in vain' }],
    ['/account', { oldPassword: PASSWORD, password: 'a quite new one', passwordAgain: 'a quite new one' }],
    ['/account/sessions/end', { number: '1' }],
    ['/account/sign-out-everywhere', {}],
  ] as const) {
    const answer = await browser.post(path, fields);
    assert.ok(answer.status === 503 || answer.status === 409, `${path}: ${answer.status}`);
  }
  assert.deepEqual([done, panel.draft.pending()], [[], []]);
  assert.equal(await deps.signIn.mark(), mark);
  assert.equal((await browser.get('/account')).status, 200, 'the session goes on');

  const helper = stranger();
  await helper.get('/sign-in');
  const signedIn = await helper.post('/sign-in', { name: 'admin', password: PASSWORD });
  assert.equal(signedIn.status, 303, 'who comes to make room is let in');
});
