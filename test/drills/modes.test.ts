import assert from 'node:assert/strict';
import { lstat, readFile } from 'node:fs/promises';
import { before, test } from 'node:test';
import { lookUpAccounts } from '../helpers/accounts.js';
import type { Accounts } from '../../src/system/accounts.js';
import type { SupervisedMachine } from '../../src/system/machine.js';
import { enabledPanel, finishedSave } from '../helpers/enabled-panel.js';
import { temporaryMachine } from '../helpers/machine.js';
import { readerModule } from '../helpers/reader-module.js';
import { buildSaveProgram, startVictim } from './victim.js';
import { restart } from './whole.js';
import { expectFailedSave, expectLog } from '../helpers/log-rule.js';
import { pathsBelow } from '../helpers/paths-below.js';
import { said } from '../helpers/in-english.js';

let accounts: Accounts;

before(async () => {
  accounts = await lookUpAccounts();
  await buildSaveProgram();
});

/** Folders that a daemon's account owns because it writes there; the panel owns all others. */
const ownedByDaemons = /^(data\/(chat|directory)|run\/(chat|directory|directory-chat))(\/|$)/;

/** Everything in the state folder that is not as it must be, in words. */
async function whatIsWrong({ layout, secrets }: SupervisedMachine): Promise<readonly string[]> {
  const panel = accounts.of('panel').uid;
  const hidden = (await secrets.all()).map((secret) => secret.reveal());
  const wrong: string[] = [];
  assert.equal((await lstat(layout.services)).mode & 0o777, 0o700);
  for (const path of await pathsBelow(layout.state)) {
    // What s6 makes there has modes of its own; nobody else gets in.
    if (path.startsWith('services/')) continue;
    const found = await lstat(`${layout.state}/${path}`).catch(() => null);
    if (found === null || found.isSymbolicLink()) continue;
    const mode = (found.mode & 0o777).toString(8);
    if ((found.mode & 0o022) !== 0 && !found.isSocket() && !found.isFIFO())
      wrong.push(`${path} ${mode}: others may write`);
    if (!ownedByDaemons.test(path) && found.uid !== panel) wrong.push(`${path} is owned by ${found.uid}`);
    if (!found.isFile() || (found.mode & 0o004) === 0 || found.size > 1_000_000) continue;
    const text = await readFile(`${layout.state}/${path}`, 'utf8');
    if (hidden.some((secret) => text.includes(secret)) || text.includes('PRIVATE KEY'))
      wrong.push(`${path} ${mode}: everybody may read a secret`);
  }
  return wrong;
}

for (const umask of [0, 0o022]) {
  test(`after enabling, a save and one that is taken back nobody reads or changes what is not his, with umask ${umask.toString(8)}`, async (context) => {
    expectFailedSave();
    expectLog('c2s', / config_load: parse error at line 1: /, / c2s: couldn't load config, aborting$/);
    expectLog('c2s', / ebox-jabber: ended with status 2$/);
    const former = process.umask(umask);
    context.after(() => process.umask(former));
    const server = await enabledPanel(context);
    const { machine } = server;
    assert.deepEqual(await whatIsWrong(machine), []);
    assert.equal((await server.save({ muc: true, otherServers: true })).outcome, 'done');
    assert.deepEqual(await whatIsWrong(machine), []);
    const { configuration } = machine;
    const write = configuration.write.bind(configuration);
    configuration.write = (files) =>
      write(files.map((file) => (file.path === 'jabberd2/c2s.xml' ? { ...file, content: '<c2s>' } : file)));
    const failed = await server.save({ ssl: 'optional' });
    configuration.write = write;
    assert.equal(failed.failure?.serviceDown, false, said(failed.failure?.takenBack));
    assert.deepEqual(await whatIsWrong(machine), []);
  });
}

test('no file of a save is open to others for an instant', async (context) => {
  const machine = await temporaryMachine(context);
  const { panel } = await restart(machine, [readerModule(machine, 'a')]);
  await panel.modules.enable('a', 'admin');
  await finishedSave(panel);
  const victim = await startVictim(
    machine,
    { settings: { a: { word: 'new' } } },
    { call: 'openat,mkdir', how: 'delay_exit=1:when=10000' },
  );
  victim.begin();
  assert.equal((await victim.job)?.outcome, 'done');
  const created = (await victim.traced)
    .split('\n')
    .filter((line) => line.includes(machine.layout.state) && /O_CREAT|mkdir\(/.test(line))
    .filter((line) => !line.includes('/services/'));
  assert.ok(created.length > 4, created.join('\n'));
  assert.deepEqual(
    created.filter((line) => !/, 0[0-7]00\)/.test(line) && !line.includes('unfinished')),
    [],
  );
});
