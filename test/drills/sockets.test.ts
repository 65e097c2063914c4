import assert from 'node:assert/strict';
import { lstat } from 'node:fs/promises';
import { test } from 'node:test';
import { makeFolders } from '../../src/system/machine.js';
import { enabledPanel } from '../helpers/enabled-panel.js';
import { pathsBelow } from '../helpers/paths-below.js';
import { modules } from '../../src/modules/index.js';

/** Who may open which socket below the state folder, beside root. */
const mayOpen: Readonly<Record<string, readonly string[]>> = {
  'run/chat/guard': ['jabber'],
  'run/chat/guard-orders': ['jabber'],
  'run/chat/guard-health': ['jabber'],
  'run/chat/sign-in': ['jabber'],
  'run/chat/sign-in-health': ['jabber'],
  'run/directory/ldapi': ['openldap'],
  'run/directory-chat/ldapi': ['jabber', 'openldap'],
};

/** Opens a unix socket, and prints the code of its error, or "open". */
const OPEN = `require('node:net').connect(process.argv[1])
  .on('connect', () => { process.stdout.write('open'); process.exit(); })
  .on('error', (error) => process.stdout.write(error.code));`;

test('no other account of the machine reaches a socket, and none of ours more than it needs', async (context) => {
  const { machine } = await enabledPanel(context);
  const { state, node } = machine.layout;
  const paths = (await pathsBelow(state)).filter((path) => !path.startsWith('services/'));
  const kinds = await Promise.all(
    paths.map(async (path) => ({ path, isSocket: (await lstat(`${state}/${path}`)).isSocket() })),
  );
  const sockets = kinds.flatMap(({ path, isSocket }) => (isSocket ? [path] : []));
  assert.deepEqual(sockets.sort(), Object.keys(mayOpen).sort());
  for (const [path, accounts] of Object.entries(mayOpen)) {
    for (const account of ['nobody', 'jabber', 'openldap']) {
      const { stdout } = await machine.commands.run([
        ...['setpriv', `--reuid=${account}`, `--regid=${account === 'nobody' ? 'nogroup' : account}`],
        ...['--clear-groups', '--', node, '-e', OPEN, `${state}/${path}`],
      ]);
      assert.equal(stdout, accounts.includes(account) ? 'open' : 'EACCES', `${account}: ${path}`);
    }
  }
});

test('an older chat sign-in, which comes through the socket of the panel, is not shut out by an upgrade', async (context) => {
  const { machine } = await enabledPanel(context);
  const { layout, configuration } = machine;
  const mode = async () => (await lstat(`${layout.run}/directory`)).mode & 0o777;
  assert.equal(await mode(), 0o710);
  const live = await configuration.live();
  const older = live.map(({ path, written }) => ({
    path,
    content: written.replaceAll('run/directory-chat/', 'run/directory/'),
    readableBy: 'chat' as const,
    executable: false,
  }));
  await configuration.activate(await configuration.write(older));
  await makeFolders(machine, modules);
  assert.equal(await mode(), 0o711);
  await configuration.activate(await configuration.write(older.map((file) => ({ ...file, content: 'x' }))));
  await makeFolders(machine, modules);
  assert.equal(await mode(), 0o710);
});
