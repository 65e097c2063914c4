import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { xml } from '@xmpp/client';
import { lookUpAccounts } from '../helpers/accounts.js';
import { createDaemons } from '../../src/system/s6/daemons.js';
import { shellOf } from '../helpers/eboxctl.js';
import { eventually } from '../helpers/eventually.js';
import { temporaryFolder } from '../helpers/folder.js';
import { expectLog } from '../helpers/log-rule.js';
import { startPanel } from '../helpers/panel-process.js';
import { ownershipOf } from '../helpers/ownership.js';
import { signIn, type ChatClient } from '../helpers/xmpp-client.js';

const PASSWORD = 'correct horse battery';

/**
 * Another machine, as far as numbers of accounts go: jabber has new ones there, and openldap those that jabber has here.
 * Returns what a command is put behind to run there.
 */
async function anotherMachine(folder: string): Promise<readonly string[]> {
  const [chat, directory] = ['chat', 'directory'] as const;
  const accounts = await lookUpAccounts();
  const [jabber, openldap] = [accounts.of(chat), accounts.of(directory)];
  const edited = async (path: string, edit: (line: string) => string): Promise<void> => {
    const lines = (await readFile(`/etc/${path}`, 'utf8')).split('\n');
    await writeFile(`${folder}/${path}`, lines.map(edit).join('\n'));
  };
  await edited('passwd', (line) =>
    line
      .replace(/^jabber:x:\d+:\d+:/, 'jabber:x:60001:60002:')
      .replace(/^openldap:x:\d+:\d+:/, `openldap:x:${jabber.uid}:${jabber.gid}:`),
  );
  await edited('group', (line) =>
    line
      .replace(/^jabber:x:\d+:/, 'jabber:x:60002:')
      .replace(/^openldap:x:\d+:/, `openldap:x:${jabber.gid}:`),
  );
  assert.notEqual(jabber.uid, openldap.uid);
  const mounts = `mount --bind ${folder}/passwd /etc/passwd && mount --bind ${folder}/group /etc/group && exec "$@"`;
  return ['unshare', '--mount', 'sh', '-c', mounts, 'sh'];
}

async function contactsOf(alice: ChatClient): Promise<readonly unknown[]> {
  const query = xml('query', { xmlns: 'jabber:iq:roster' });
  const answer = await alice.xmpp.iqCaller.request(xml('iq', { type: 'get', id: 'roster' }, query));
  return (answer.getChild('query')?.getChildren('item') ?? []).map(({ attrs }) => attrs['jid']);
}

for (const [how, options] of [
  ['as documented, by names', []],
  ['by numbers', ['--numeric-owner']],
] as const) {
  test(`a state folder that was unpacked ${how}, where accounts have other numbers, serves as before`, async (context) => {
    const panel = await startPanel(context);
    const { type } = shellOf(panel.state);
    const did = async (line: string, password?: string): Promise<string> => {
      const { code, out, err } = await type(line, password);
      assert.equal(code, 0, `${line}: ${out}${err}`);
      return out;
    };
    await did('modules enable jabber --yes');
    await did('settings set jabber domain=chat.lan muc=yes --yes');
    await did('users add alice --last-name Liddell --set jabber.account=enabled', PASSWORD);
    await did('save --yes');
    const account = { domain: 'chat.lan', port: panel.ports.client, username: 'alice', password: PASSWORD };
    const alice = await signIn(context, account);
    const item = xml('query', { xmlns: 'jabber:iq:roster' }, xml('item', { jid: 'bob@chat.lan' }));
    await alice.xmpp.iqCaller.request(xml('iq', { type: 'set', id: 'add' }, item));
    await alice.xmpp.stop();

    await panel.kill('SIGINT');
    const layout = { services: `${panel.state}/services`, logs: `${panel.state}/logs` };
    const accounts = await lookUpAccounts();
    await createDaemons({ layout, accounts, secrets: () => Promise.resolve([]) }).end();
    const folder = await temporaryFolder(context);
    const [parent, name] = ['/tmp', panel.state.slice('/tmp/'.length)];
    execFileSync('tar', ['-C', parent, '-cpf', `${folder}/state.tar`, name]);
    await rm(panel.state, { recursive: true });

    const there = await anotherMachine(folder);
    expectLog('panel', / info The state folder comes from a machine where its accounts had other numbers/);
    const [run = '', ...words] = there;
    execFileSync(run, [...words, 'tar', '-C', parent, ...options, '-xpf', `${folder}/state.tar`]);
    await panel.start(there);
    await eventually(() => did('status'), 30);
    assert.doesNotMatch(await did('status'), /by hand/);
    assert.deepEqual(await contactsOf(await signIn(context, account)), ['bob@chat.lan']);
    assert.match(await ownershipOf(`${panel.state}/data/chat/storage.db`), /^60001:60002 /);
    await did('settings set jabber muc=no --yes');
    await did('save --yes');
  });
}
