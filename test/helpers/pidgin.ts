import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { temporaryFolder } from './folder.js';

/** An account as Pidgin keeps it: what its window “Add Account” has. */
export interface PidginAccount {
  readonly userName: string;
  readonly domain: string;
  readonly resource: string;
  readonly password: string;
  /** “Connect server” and “Connect port”. */
  readonly server: string;
  readonly port: number;
  /** “Connection security”. */
  readonly security: 'require_tls' | 'old_ssl';
  /** The server's certificate in PEM, which the user has accepted. */
  readonly certificate: string;
}

/** A running Pidgin. */
export interface Pidgin {
  /** What it wrote for who looks for faults (`--debug`), as it comes. */
  readonly lines: readonly string[];
}

/** Starts a real Pidgin on a screen of its own (Xvfb), which signs in by itself. Both end with the test. */
export async function startPidgin(context: TestContext, account: PidginAccount): Promise<Pidgin> {
  const folder = await temporaryFolder(context);
  const peers = `${folder}/certificates/x509/tls_peers`;
  await mkdir(peers, { recursive: true, mode: 0o700 });
  // It looks for the name in “Connect server” there, not for the domain.
  await writeFile(`${peers}/${account.server}`, account.certificate);
  await writeFile(`${folder}/accounts.xml`, accountsOf(account), { mode: 0o600 });
  const display = await startScreen(context);
  const pidgin = spawn('/usr/bin/pidgin', ['--debug', '--multiple', `--config=${folder}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: '/usr/bin:/bin', HOME: folder, LANG: 'C.UTF-8', DISPLAY: display },
  });
  context.after(() => end(pidgin));
  const lines: string[] = [];
  createInterface({ input: pidgin.stdout }).on('line', (line) => lines.push(line));
  return { lines };
}

/** Starts an X server on a display that is free. Returns its name: `:7`. */
async function startScreen(context: TestContext): Promise<string> {
  const screen = spawn(
    '/usr/bin/Xvfb',
    ['-displayfd', '1', '-screen', '0', '1024x768x24', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  context.after(() => end(screen));
  return `:${String(await once(screen.stdout, 'data')).trim()}`;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

function accountsOf({ userName, domain, resource, password, server, port, security }: PidginAccount): string {
  const xml = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<?xml version='1.0' encoding='UTF-8' ?>
<account version='1.0'>
  <account>
    <protocol>prpl-jabber</protocol>
    <name>${xml(`${userName}@${domain}/${resource}`)}</name>
    <password>${xml(password)}</password>
    <statuses><status type='available' name='Available' active='true'><attributes/></status></statuses>
    <settings>
      <setting name='connection_security' type='string'>${security}</setting>
      <setting name='port' type='int'>${port}</setting>
      <setting name='connect_server' type='string'>${xml(server)}</setting>
    </settings>
    <settings ui='gtk-gaim'><setting name='auto-login' type='bool'>1</setting></settings>
  </account>
</account>
`;
}
