import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { tree, valueOf } from '../../../src/core/directory.js';
import { usersModule } from '../../../src/modules/users/index.js';
import { lookUpAccounts } from '../../helpers/accounts.js';
import type { SupervisedMachine } from '../../../src/system/machine.js';
import { expectLog } from '../../helpers/log-rule.js';
import { temporaryMachine } from '../../helpers/machine.js';
import { pathsOf } from '../../../src/modules/users/paths.js';

/** Does what enabling does: the steps, the files, the daemon. */
async function enable(machine: SupervisedMachine): Promise<void> {
  for (const step of usersModule.enableSteps) await step.run(machine, {});
  const files = await usersModule.render(machine, {}, []);
  await machine.configuration.activate(await machine.configuration.write(files));
  await machine.daemons.declare(usersModule.daemons.map((daemon) => daemon.command(machine)));
  // Where it has answered before, it is said that it is asked for again before it listens.
  expectLog('panel', / The directory of users does not answer: /, / info The directory answers again\.$/);
  await machine.daemons.start('slapd');
  for (let attempt = 0; ; attempt += 1) {
    try {
      await slapdOf().answers(machine, {});
      return;
    } catch (error) {
      if (attempt === 500) throw error;
      await delay(10);
    }
  }
}

function slapdOf() {
  const [slapd] = usersModule.daemons;
  assert.ok(slapd);
  return slapd;
}

async function undo(machine: SupervisedMachine): Promise<void> {
  for (const step of [...usersModule.enableSteps].reverse()) await step.undo(machine);
}

const addAlice = (machine: SupervisedMachine) =>
  machine.directory.add([{ type: 'uid', value: 'alice' }, ...tree.users], {
    objectClass: ['inetOrgPerson', 'posixAccount'],
    ...{ uid: ['alice'], cn: ['Alice'], sn: ['A'] },
    ...{ uidNumber: ['1'], gidNumber: ['2'], homeDirectory: ['/home/alice'] },
  });

test('enabled, it is a directory that only its own account can read, and nothing is left of the making', async (context) => {
  const machine = await temporaryMachine(context);
  await enable(machine);
  const { entries } = await machine.directory.search({
    base: tree.counter,
    scope: 'base',
    filter: { kind: 'present', attribute: 'uidNumber' },
    attributes: ['uidNumber'],
  });
  assert.ok(entries[0]);
  assert.equal(valueOf(entries[0], 'uidNumber'), '2001');
  const owner = (await lookUpAccounts()).of('directory');
  const data = await stat(pathsOf(machine.layout).data);
  assert.deepEqual([data.uid, data.mode & 0o777], [owner.uid, 0o700]);
  assert.equal(await machine.files.exists(`${machine.layout.run}/directory/setup`), false);
  assert.match((await machine.daemons.lastLines('slapd', 20)).join('\n'), /slapd starting$/m);
});

test('enabled again, it keeps the users and takes the secrets of now', async (context) => {
  const machine = await temporaryMachine(context);
  await enable(machine);
  await addAlice(machine);
  await machine.daemons.stop('slapd');
  await machine.store.document('secrets').write({});
  await enable(machine);
  const found = await machine.directory.search({
    base: tree.users,
    scope: 'one',
    filter: { kind: 'present', attribute: 'uid' },
    attributes: ['uid'],
  });
  assert.equal(found.entries.length, 1);
});

test('undone, an empty directory goes, one with users stays', async (context) => {
  const machine = await temporaryMachine(context);
  for (const step of usersModule.enableSteps) await step.run(machine, {});
  await undo(machine);
  assert.equal(await machine.files.exists(pathsOf(machine.layout).data), false);
  await undo(machine);

  await enable(machine);
  await addAlice(machine);
  await machine.daemons.stop('slapd');
  await undo(machine);
  assert.equal(await machine.files.exists(`${pathsOf(machine.layout).data}/data.mdb`), true);
});

test('a making that was broken off is finished by the next one', async (context) => {
  const machine = await temporaryMachine(context);
  for (const step of usersModule.enableSteps) await step.run(machine, {});
  await enable(machine);
  await machine.directory.remove(tree.counter);
  await machine.directory.remove(tree.signIn);
  await machine.daemons.stop('slapd');
  await enable(machine);
  for (const base of [tree.counter, tree.signIn]) {
    const filter = { kind: 'present', attribute: 'objectClass' } as const;
    assert.equal(
      (await machine.directory.search({ base, scope: 'base', filter, attributes: [] })).entries.length,
      1,
    );
  }
});
