import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { temporaryFolder } from '../../helpers/folder.js';
import { temporaryMachine } from '../../helpers/machine.js';

test('without systemd, the init script counts when one of its daemons runs; a stale pid file is none', async (context) => {
  const root = await temporaryFolder(context);
  const machine = await temporaryMachine(context, root);
  const { distribution } = machine;
  await mkdir(`${root}/etc/init.d`, { recursive: true });
  await mkdir(`${root}/etc/rc3.d`);
  await mkdir(`${root}/run/jabberd2`, { recursive: true });
  await writeFile(`${root}/etc/init.d/jabberd2`, '#!/bin/sh\n');
  await symlink('../init.d/jabberd2', `${root}/etc/rc3.d/S02jabberd2`);
  assert.deepEqual(
    await distribution.units('jabber'),
    [],
    'nothing runs, and nothing starts it in a container',
  );

  await writeFile(`${root}/run/jabberd2/sm.pid`, `${process.pid}\n`);
  assert.deepEqual(await distribution.units('jabber'), [], 'another process has this number now');

  const sm = spawn('/bin/sleep', ['1000'], { argv0: '/usr/sbin/jabberd2-sm' });
  context.after(() => sm.kill());
  await once(sm, 'spawn');
  await writeFile(`${root}/run/jabberd2/sm.pid`, `${sm.pid ?? 0}\n`);
  const isRoot = process.getuid?.() === 0;
  assert.deepEqual(
    await distribution.units('jabber'),
    isRoot ? [{ name: 'jabberd2', enabled: true, active: true }] : [],
    'only root can turn it off',
  );
});

test('where there is nothing to turn off or to put back, nothing is written', async (context) => {
  const machine = await temporaryMachine(context);
  await machine.distribution.turnOff('jabber');
  await machine.distribution.putBack('jabber');
  assert.equal(await machine.files.exists(`${machine.layout.state}/distribution-units`), false);
});
