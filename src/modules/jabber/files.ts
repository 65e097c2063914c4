import type { FileDeclaration, Situation } from '../../core/module/index.js';
import type { Secret } from '../../core/secret.js';
import { say, type Sentence } from '../../core/words/sentence.js';
import { asksOthers, panelName, roomsAdministrator, roomsHost } from './domain.js';
import type { JabberFacts } from './facts.js';
import { guardFiles } from './guard.js';
import { C2S_OPEN_FILES, S2S_OPEN_FILES } from './open-files.js';
import { CERTIFICATE_FILE, pathsOf, roomsFolder } from './paths.js';
import type { JabberSettings } from './settings.js';
import { creatorsFile } from './rooms/creators.js';
import { signInFiles } from './sign-in/daemon.js';
import { portsOf } from './ports.js';
import { withoutAdministrators } from './rights/in-file.js';
import { PANEL_CERTIFICATE } from '../../core/certificate.js';

type JabberSituation = Situation<JabberSettings, JabberFacts>;
type JabberFile = FileDeclaration<JabberSettings, JabberFacts>;

/**
 * TLS 1.2 suites with forward secrecy, authenticated encryption first (TLS 1.3 has its own). OpenSSL's HIGH without
 * what needs no certificate, and without RSA key exchange.
 */
const CIPHERS = 'ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:ECDHE+AES:DHE+AES:!aNULL:!eNULL:!MD5:!PSK:!SRP';

/** An XML file for the chat daemons, from the template of the same name. */
function xmlFile(
  name: string,
  why: Sentence,
  readBy: readonly string[],
  takes: 'restart' | 'reload',
  values: (situation: JabberSituation) => Readonly<Record<string, unknown>>,
  more: Pick<JabberFile, 'atOnce'> = {},
): JabberFile {
  return {
    path: `jabberd2/${name}`,
    why,
    readableBy: 'chat',
    readBy,
    takes,
    ...more,
    content: (situation) => ({
      template: `jabberd2/${name}.ejs`,
      format: 'xml',
      values: values(situation),
    }),
  };
}

/** What each part of the server needs to log in at the router. */
function routerAccess(situation: JabberSituation, secret: Secret): Readonly<Record<string, unknown>> {
  return { routerPort: portsOf(situation.machine.layout).router, secret: secret.reveal() };
}

const router = xmlFile(
  'router.xml',
  say`Connects the parts of the chat server on this machine. Each part has its own secret.`,
  ['router'],
  'restart',
  ({ facts, machine }) => ({
    port: portsOf(machine.layout).router,
    folder: pathsOf(machine.layout).configuration,
    componentSecret: facts.secrets.component.reveal(),
  }),
);

// The router reads it again when it is told to, but only a restart proves that everybody is let in with it.
const routerUsers = xmlFile(
  'router-users.xml',
  say`Lists the parts of the chat server and their secrets.`,
  ['router'],
  'restart',
  ({ facts: { secrets } }) => ({
    users: [
      { name: 'sm', secret: secrets.sm.reveal() },
      { name: 'c2s', secret: secrets.c2s.reveal() },
      { name: 's2s', secret: secrets.s2s.reveal() },
      { name: panelName, secret: secrets.panel.reveal() },
    ],
  }),
);

const routerFilter = xmlFile(
  'router-filter.xml',
  say`Sends to the panel what administrators announce from a chat client, and what other servers answer it. Can keep users of other servers out of the chat rooms.`,
  ['router'],
  'reload',
  ({ settings: { domain, muc, roomsForOwnUsers } }) => ({
    ...{ domain, rooms: roomsHost(domain), panel: panelName, asker: asksOthers(domain) },
    onlyOwnUsersInRooms: muc && roomsForOwnUsers,
  }),
);

const sm = xmlFile(
  'sm.xml',
  say`Sets the domain, the database of contact lists and offline messages, and the administrators.`,
  ['sm'],
  'restart',
  (situation) => ({
    ...routerAccess(situation, situation.facts.secrets.sm),
    domain: situation.settings.domain,
    modules: situation.facts.modules,
    storage: pathsOf(situation.machine.layout).storage,
    panel: panelName,
    administrators: situation.facts.administrators,
  }),
  { atOnce: withoutAdministrators },
);

const c2s = xmlFile(
  'c2s.xml',
  say`Sets the domain, the client ports and their encryption, and how passwords are checked.`,
  ['c2s'],
  'restart',
  (situation) => ({
    ...routerAccess(situation, situation.facts.secrets.c2s),
    domain: situation.settings.domain,
    ssl: situation.settings.ssl,
    modules: situation.facts.modules,
    listenOn: situation.facts.listenOn,
    clientPort: portsOf(situation.machine.layout).client,
    clientTlsPort: portsOf(situation.machine.layout).clientTls,
    certificate: pathsOf(situation.machine.layout).servedCertificate,
    ciphers: CIPHERS,
    relay: pathsOf(situation.machine.layout).relay,
    openFiles: C2S_OPEN_FILES,
  }),
);

/**
 * Connections with other servers are always encrypted where the other side can. With SSL "Required" they must be: the
 * administrator said that nothing goes in clear, and nearly all public servers require it too. A server without TLS
 * then gets no answer until it gives up (jabberd2#144).
 */
const s2s = xmlFile(
  's2s.xml',
  say`Sets the port for other servers, and how to find them and encrypt the connections.`,
  ['s2s'],
  'restart',
  (situation) => ({
    ...routerAccess(situation, situation.facts.secrets.s2s),
    listenOn: situation.facts.listenOn,
    serverPort: portsOf(situation.machine.layout).server,
    certificate: pathsOf(situation.machine.layout).servedCertificate,
    ciphers: CIPHERS,
    openFiles: S2S_OPEN_FILES,
    requireTls: situation.settings.ssl === 'required',
    allowed: situation.settings.allowedServers,
  }),
);

const muc = xmlFile(
  'muc.xml',
  say`Sets the domain of the chat rooms, the folder for rooms, and the administrators.`,
  ['muc'],
  'restart',
  (situation) => ({
    ...routerAccess(situation, situation.facts.secrets.component),
    domain: situation.settings.domain,
    host: roomsHost(situation.settings.domain),
    rooms: roomsFolder(situation.machine.layout, situation.settings.domain),
    folder: pathsOf(situation.machine.layout).run,
    administrators: [roomsAdministrator, ...situation.facts.administrators],
    onlyAdministratorsCreate: situation.settings.roomsByAdministrators,
    onlyOwnUsers: situation.settings.roomsForOwnUsers,
  }),
  { atOnce: withoutAdministrators },
);

const certificate: JabberFile = {
  path: CERTIFICATE_FILE,
  why: say`The certificate that clients and other servers see, and its key.`,
  readableBy: 'chat',
  readBy: ['c2s', 's2s'],
  takes: 'restart',
  content: ({ settings, facts }) => ({
    text: facts.certificate ?? `A certificate for ${settings.domain} is made when the changes are saved.\n`,
  }),
};

const panelCertificate: JabberFile = {
  path: PANEL_CERTIFICATE,
  why: say`The same certificate for the panel, if you choose to use it there.`,
  readableBy: 'panel',
  readBy: [],
  takes: 'restart',
  content: ({ facts }) => (facts.panelCertificate === null ? null : { text: facts.panelCertificate }),
};

/** Every file of the chat server. What is off is rendered too: switching it on then changes no file. */
export const files: readonly JabberFile[] = [
  router,
  routerUsers,
  routerFilter,
  sm,
  c2s,
  s2s,
  muc,
  certificate,
  panelCertificate,
  ...signInFiles,
  ...guardFiles,
  creatorsFile,
];
