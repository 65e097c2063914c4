import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { test, type TestContext } from 'node:test';
import { execa } from 'execa';
import { examineDistribution } from '../../src/cli/doctor/distribution.js';
import { modules } from '../../src/modules/index.js';
import { eventually } from '../helpers/eventually.js';
import { temporaryFolder } from '../helpers/folder.js';
import { inEnglish } from '../helpers/in-english.js';
import { freePort } from '../helpers/ports.js';

/** A slapd without a database, whose configuration lies in `folder`. Returns its port once it listens. */
async function slapdOn(context: TestContext, host: string, folder: string): Promise<number> {
  const port = await freePort();
  const file = `${folder}/slapd.conf`;
  writeFileSync(file, 'include /etc/ldap/schema/core.schema\n');
  const slapd = spawn('/usr/sbin/slapd', ['-d', '0', '-f', file, '-h', `ldap://${host}:${port}/`], {
    stdio: 'ignore',
  });
  context.after(async () => {
    slapd.kill();
    await once(slapd, 'exit');
  });
  await eventually(async () => {
    const socket = connect({ port, host: '127.0.0.1' });
    await once(socket, 'connect');
    socket.destroy();
  });
  return port;
}

test('a directory of somebody else that is open to the network is spoken of, and none of ours', async (context) => {
  const state = await temporaryFolder(context);
  const elsewhere = await temporaryFolder(context);
  const patient = {
    state,
    modules,
    output: async ([program = '', ...words]: readonly string[]) => (await execa(program, words)).stdout,
  };
  await slapdOn(context, '0.0.0.0', state);
  await slapdOn(context, '127.0.0.1', elsewhere);
  assert.deepEqual(
    (await examineDistribution(patient)).map(({ verdict }) => verdict),
    ['ok'],
  );
  const port = await slapdOn(context, '0.0.0.0', elsewhere);
  const [found, ...others] = await examineDistribution(patient);
  assert.deepEqual(others, []);
  assert.equal(found?.verdict, 'warning');
  assert.equal(
    inEnglish(found.sentence),
    `slapd (directory) is open to the network at 0.0.0.0:${port}. This panel does not run it.`,
  );
});
