import { z } from 'zod';
import { tree } from '../../core/directory.js';
import { defineModule, unprivileged } from '../../core/module/index.js';
import { say } from '../../core/words/sentence.js';
import {
  PANEL_SECRET,
  makeDatabase,
  makeDataFolder,
  removeEmptyDatabase,
  removeDataFolder,
  slapdConfValues,
} from './database.js';
import { userCommands } from './commands/index.js';
import { doctor } from './doctor/index.js';
import { folders } from './folders.js';
import { manual } from './manual.js';
import { ACCOUNT, pathsOf } from './paths.js';
import { TITLE } from './names.js';
import { userPages } from './pages/index.js';

const SCHEMA = 'slapd/ebox.schema';
const CONFIGURATION = 'slapd/slapd.conf';

/** The directory of users: a slapd of the panel's own, which listens on a unix socket only. */
export const usersModule = defineModule({
  id: 'users',
  title: TITLE,
  summary: say`Keeps the users of this server and their passwords in its own LDAP directory.`,
  dependsOn: [],
  appliesAtOnce: true,
  page: null,
  accounts: [
    {
      name: ACCOUNT,
      user: 'openldap',
      package: 'slapd',
      writes: ['data/directory', 'run/directory', 'run/directory-chat'],
    },
  ],
  folders,
  panelSecrets: [PANEL_SECRET],
  directory: {
    socket: (layout) => pathsOf(layout).socket,
    lookUpSocket: (layout) => pathsOf(layout).lookUpSocket,
    secret: PANEL_SECRET,
  },
  packages: [{ name: 'slapd', what: say`the directory of users`, relation: 'depends' }],
  settings: { schema: z.strictObject({}), fields: [], defaults: {} },
  enableSteps: [
    {
      what: say`Create the folder for the database of the directory`,
      why: say`The directory has its own system user. Only this user can read the database.`,
      run: (machine) => makeDataFolder(machine),
      undo: (machine) => removeDataFolder(machine),
    },
    {
      what: say`Create an empty directory if there is none, with an identity for the panel and one for the chat sign-in`,
      why: say`The panel manages the users in the directory. The chat sign-in can look up names and cannot read passwords.`,
      run: (machine) => makeDatabase(machine),
      undo: (machine) => removeEmptyDatabase(machine),
    },
  ],
  preparations: [],
  gather: () => Promise.resolve(null),
  files: [
    {
      path: SCHEMA,
      why: say`Adds two fields to users: the Jabber name, and whether the user is an administrator of the chat server.`,
      readableBy: ACCOUNT,
      readBy: ['slapd'],
      takes: 'restart',
      content: async ({ machine }) => ({ text: await machine.renderer.shipped(`templates/${SCHEMA}`) }),
    },
    {
      path: CONFIGURATION,
      why: say`Sets the path of the database, how passwords are hashed, and who may read and change what.`,
      readableBy: ACCOUNT,
      readBy: ['slapd'],
      takes: 'restart',
      content: ({ machine: { layout } }) => ({
        template: `${CONFIGURATION}.ejs`,
        format: 'slapd',
        values: slapdConfValues(layout, `${layout.live}/${SCHEMA}`),
      }),
    },
  ],
  daemons: [
    {
      name: 'slapd',
      title: say`Directory of users (slapd)`,
      command: ({ layout }) => ({
        argv: [
          '/usr/sbin/slapd',
          ...['-d', 'none'],
          ...['-f', `${layout.live}/${CONFIGURATION}`],
          ...['-h', [pathsOf(layout).socket, pathsOf(layout).lookUpSocket].map(urlOf).join(' ')],
        ],
        account: ACCOUNT,
        stopSeconds: 10,
      }),
      confinement: unprivileged('none', (layout) => ({ by: 'ldap', path: pathsOf(layout).socket })),
      wanted: () => true,
      async answers({ directory }) {
        await directory.search({
          base: tree.users,
          scope: 'base',
          filter: { kind: 'present', attribute: 'objectClass' },
          attributes: [],
        });
      },
      // servers/slapd/main.c
      tells: (line) =>
        line === 'slapd starting'
          ? say`The directory starts.`
          : line === 'slapd stopped.'
            ? say`The directory has stopped.`
            : null,
      disturbs: say`Until it is back, nobody can sign in and users cannot be changed. Chats go on.`,
      disconnectsEverybody: false,
    },
  ],
  probes: [],
  pages: userPages,
  manual,
  commands: userCommands,
  doctor,
});

/** A unix socket as slapd's `-h` takes it. */
function urlOf(socket: string): string {
  return `ldapi://${encodeURIComponent(socket)}`;
}
