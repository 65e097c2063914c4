import assert from 'node:assert/strict';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { createInterface } from 'node:readline';
import { networkInterfaces } from 'node:os';
import { connect } from 'node:tls';
import { test, type TestContext } from 'node:test';
import { eventually } from './helpers/eventually.js';
import { temporaryFolder } from './helpers/folder.js';
import { makePanelCertificate } from './helpers/panel-certificate.js';
import { freePort, reserveRouterPort } from './helpers/ports.js';

/** The whole panel over HTTPS on every address, without a password of its own. */
async function startSecurely(context: TestContext, pem: string): Promise<{ port: number; file: string }> {
  const state = await temporaryFolder(context);
  const file = `${state}/panel.pem`;
  writeFileSync(file, pem);
  await reserveRouterPort(state);
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    env: {
      ...process.env,
      EBOX_LISTEN: `*:${port}`,
      EBOX_TLS: file,
      EBOX_STATE_DIR: state,
      EBOX_HOSTS: 'Panel.example.org',
      EBOX_PASSWORD_COMMAND: 'sudo set-the-password',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  context.after(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null) await once(child, 'exit');
  });
  for await (const line of createInterface({ input: child.stdout })) {
    assert.doesNotMatch(line, /with the password/);
    if (line.includes('the panel is at https://')) return { port, file };
  }
  throw new Error('the panel ended');
}

async function get(options: RequestOptions): Promise<{ response: IncomingMessage; text: string }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ path: '/sign-in', rejectUnauthorized: false, agent: false, ...options }, resolve)
      .on('error', reject)
      .end();
  });
  let text = '';
  for await (const piece of response.setEncoding('utf8')) text += String(piece);
  return { response, text };
}

async function statusUnder(host: string, port: number): Promise<number | undefined> {
  return (await get({ port, headers: { host } })).response.statusCode;
}

test('with EBOX_TLS the panel serves HTTPS on every address, under its own names, and takes a new certificate at once', async (context) => {
  const folder = await temporaryFolder(context);
  const first = makePanelCertificate(folder, 'DNS:in-the-certificate.lan');
  const { port, file } = await startSecurely(context, first.pem);

  const { response, text } = await get({ port, host: '127.0.0.1' });
  assert.equal(response.statusCode, 200);
  assert.match(String(response.headers['set-cookie']), /^__Host-ebox-visitor=.*Secure/);
  assert.equal(
    response.headers['strict-transport-security'],
    undefined,
    'the browser warned of the certificate',
  );
  assert.match(text, /no password\. [^<]*<code dir="ltr">sudo set-the-password<\/code>/);

  const address = Object.values(networkInterfaces())
    .flat()
    .find((each) => each?.family === 'IPv4' && !each.internal)?.address;
  for (const host of [address ?? '127.0.0.1', 'panel.example.org', 'in-the-certificate.lan']) {
    assert.equal(await statusUnder(host, port), 200, host);
  }
  assert.equal(await statusUnder('evil.test', port), 421);

  const old = connect({
    port,
    host: '127.0.0.1',
    rejectUnauthorized: false,
    minVersion: 'TLSv1.1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  await assert.rejects(once(old, 'secureConnect'), /protocol version|unsupported/i);

  const second = makePanelCertificate(folder, 'DNS:renewed.lan');
  writeFileSync(file, second.pem);
  await eventually(async () => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    assert.match(socket.getPeerCertificate().subjectaltname ?? '', /renewed\.lan/);
    socket.destroy();
  });
  assert.equal(await statusUnder('renewed.lan', port), 200);
});
