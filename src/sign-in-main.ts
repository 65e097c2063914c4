import { readFileSync } from 'node:fs';
import { tree } from './core/directory.js';
import { Secret } from './core/secret.js';
import { reasonOf } from './errors.js';
import { SignInService } from './modules/jabber/sign-in/sign-in-service.js';
import { createClock } from './system/clock.js';
import { createDirectory } from './system/ldap/directory.js';
import { createLog } from './system/log.js';
import { askLine } from './system/sign-in/ask-line.js';
import { listenForLines } from './system/sign-in/line-server.js';

/** What templates/sign-in/settings.json.ejs writes. */
interface SignInSettings {
  readonly socket: string;
  readonly healthSocket: string;
  readonly guardSocket: string;
  readonly directorySocket: string;
  readonly password: Secret;
  readonly realm: string;
}

/** The relay waits 3 seconds for a look-up and a bind together. */
const patience = { connect: 1_000, answer: 2_500 };

async function main(): Promise<void> {
  const [path] = process.argv.slice(2);
  if (path === undefined) throw new Error('usage: node service.cjs SETTINGS.json');
  const settings = readSettings(path);
  const log = createLog();
  const directory = createDirectory({
    socket: settings.directorySocket,
    bindDn: tree.signIn,
    password: () => Promise.resolve(settings.password),
    patience,
    log,
  });
  const service = new SignInService({
    directory,
    askGuard: (question, milliseconds) => askLine(settings.guardSocket, question, milliseconds),
    realm: settings.realm,
    clock: createClock(),
    log,
  });
  const servers = [
    await listenForLines(settings.socket, 'owner', (line, gone) => service.answerRelay(line, gone)),
    // The folder that it lies in lets only the panel in: see modules/jabber/index.ts.
    await listenForLines(settings.healthSocket, 'everybody', (line) => service.answerPanel(line)),
  ];
  log.info(`answering for ${settings.realm}`);
  process.once('SIGTERM', () => {
    for (const server of servers) server.close();
    directory.close();
  });
}

function readSettings(path: string): SignInSettings {
  const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const text = (name: string): string => {
    const values = new Map(typeof read === 'object' && read !== null ? Object.entries(read) : []);
    const value: unknown = values.get(name);
    if (typeof value !== 'string' || value === '') throw new Error(`${path} has no ${name}`);
    return value;
  };
  return {
    socket: text('socket'),
    healthSocket: text('healthSocket'),
    guardSocket: text('guardSocket'),
    directorySocket: text('directorySocket'),
    password: new Secret(text('password')),
    realm: text('realm'),
  };
}

main().catch((error: unknown) => {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exitCode = 1;
});
