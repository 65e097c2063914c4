import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { test, type TestContext } from 'node:test';
import { dnsSettings, namedFiles, startNamed } from './helpers/named.js';
import { domainWith } from './modules/dns/sample-domain.js';

/** Starts `packaging/ready`, as a unit does. It ends with the test. */
function startReady(context: TestContext, ...words: readonly string[]): ChildProcess {
  const ready = spawn('packaging/ready', words, { stdio: 'ignore', env: {} });
  context.after(() => ready.kill('SIGKILL'));
  return ready;
}

async function statusOf(ready: ChildProcess): Promise<number | null> {
  await once(ready, 'exit');
  return ready.exitCode;
}

test('named counts as ready when it answers by UDP, and not before', async (context) => {
  const files = await namedFiles(context);
  const { places, configuration } = files;
  const zone = 'school.lan';
  await files.write(dnsSettings([domainWith({ name: zone })]));

  // Somebody has the port and says nothing.
  const silent = createSocket('udp4').bind(places.port, '127.0.0.1').unref();
  const asked = once(silent, 'message');
  const ready = startReady(context, 'dns', configuration);
  const ended = statusOf(ready);
  await Promise.race([asked, ended]);
  assert.equal(ready.exitCode, null);
  silent.close();

  await startNamed(context, { configuration, port: places.port, zone });
  assert.equal(await ended, 0);
});

test('a way that nobody knows is no reason to wait', async (context) => {
  assert.notEqual(await statusOf(startReady(context, 'nothing')), 0);
});
