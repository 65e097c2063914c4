import { Trouble } from '../../../errors.js';
import { unprivileged, type DaemonDeclaration, type SingleFile } from '../../../core/module/index.js';
import { say } from '../../../core/words/sentence.js';
import { signInTells } from '../log-tells.js';
import { askSignIn } from './ask.js';
import { HEALTH } from './questions.js';
import { pathsOf } from '../paths.js';

/** The settings that signing in depends on. */
interface Realm {
  readonly domain: string;
}

const FOLDER = 'sign-in';

/** What c2s runs to have a password checked; it only passes the question on to the service. */
const relay: SingleFile<Realm, unknown> = {
  path: `${FOLDER}/relay`,
  why: say`Passes the passwords that clients send to the chat sign-in, which checks them.`,
  readableBy: 'chat',
  executable: true,
  readBy: ['c2s'],
  takes: 'restart',
  content: ({ machine }) => ({
    template: `${FOLDER}/relay.pl.ejs`,
    format: 'text',
    values: { socket: pathsOf(machine.layout).signInSocket },
  }),
};

/** The program of the service: the account that runs it cannot read the panel's own folder. */
const service: SingleFile<Realm, unknown> = {
  path: `${FOLDER}/service.cjs`,
  why: say`Finds users in the directory, which checks their passwords.`,
  readableBy: 'chat',
  readBy: ['sign-in'],
  takes: 'restart',
  content: async ({ machine }) => ({ text: await machine.renderer.shipped('dist/sign-in-service.cjs') }),
};

const settings: SingleFile<Realm, unknown> = {
  path: `${FOLDER}/settings.json`,
  why: say`Sets the domain of the chat sign-in, and the password of its read-only identity in the directory.`,
  readableBy: 'chat',
  readBy: ['sign-in'],
  takes: 'restart',
  content: async ({ machine: { layout, lookUpSocket, secrets }, settings: { domain } }) => ({
    template: `${FOLDER}/settings.json.ejs`,
    format: 'json',
    values: {
      socket: pathsOf(layout).signInSocket,
      healthSocket: pathsOf(layout).signInHealthSocket,
      guardSocket: pathsOf(layout).guardOrders,
      directorySocket: lookUpSocket,
      password: (await secrets.named('directory-sign-in')).reveal(),
      realm: domain,
    },
  }),
};

/** The files of the chat sign-in. */
export const signInFiles: readonly SingleFile<Realm, unknown>[] = [relay, service, settings];

/**
 * Options of node that keep the service small: by itself V8 lets 16 MB of garbage gather before it looks, and has four
 * threads for it.
 */
const small = ['--max-semi-space-size=1', '--v8-pool-size=1'] as const;

/** The chat sign-in: asks the directory whether a user may chat and whether the password is right. */
export const signInDaemon: DaemonDeclaration<Realm> = {
  name: 'sign-in',
  title: say`Chat sign-in`,
  command: ({ layout }) => ({
    argv: [layout.node, ...small, `${layout.live}/${service.path}`, `${layout.live}/${settings.path}`],
    account: 'chat',
    stopSeconds: 5,
  }),
  confinement: unprivileged('none', (layout) => ({ by: 'socket', path: pathsOf(layout).signInSocket })),
  wanted: () => true,
  async answers(machine) {
    if ((await askSignIn(machine, HEALTH)) !== 'OK')
      throw new Trouble(say`It cannot ask the directory of users.`);
  },
  tells: signInTells,
  disturbs: say`Until it is back, nobody can sign in to chat. Connected users stay connected.`,
  disconnectsEverybody: false,
};
