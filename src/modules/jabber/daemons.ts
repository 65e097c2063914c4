import {
  unprivileged,
  type DaemonDeclaration,
  type Confinement,
  type DaemonPort,
} from '../../core/module/index.js';
import type { DaemonCommand } from '../../core/ports.js';
import { say } from '../../core/words/sentence.js';
import { LastingTrouble, Trouble } from '../../errors.js';
import { roomsHost } from './domain.js';
import { guardDaemon, reported } from './guard.js';
import { explainLog } from './log-sentences.js';
import { c2sTells, isSignInLook, peerIn, routerTells, s2sTells, smTells } from './log-tells.js';
import { C2S_OPEN_FILES, S2S_OPEN_FILES } from './open-files.js';
import { withoutOldMessage } from './old-message-of-the-day.js';
import { panelOf } from './panel.js';
import { throughCreators } from './rooms/creators.js';
import { GenuineLines } from './servers/genuine-lines.js';
import { signInDaemon } from './sign-in/daemon.js';
import { CUT_OFF, signInThroughC2s, standingOfC2s } from './sign-in/through-c2s.js';
import { pathsOf } from './paths.js';
import type { JabberSettings } from './settings.js';
import { openServerStream } from './xmpp/server-stream.js';
import { portsOf } from './ports.js';

type JabberDaemon = DaemonDeclaration<JabberSettings>;

/** Seconds that an answer may take. */
const SECONDS = 2;

/** SIGKILL comes after so many seconds: mu-conference can hang for good when it lost the router. */
const STOP_SECONDS = 10;

/**
 * c2s takes 2 s at most. When it was killed, systemd on the older hierarchy of control groups can miss the end of its relay,
 * waits for it that long, and starts c2s again after that: within 10 s.
 */
const C2S_STOP_SECONDS = 5;

/** One of jabberd2's programs, or mu-conference: each takes `-c FILE` and stays in the foreground. */
function command(
  program: string,
  file: string,
  more: Partial<Omit<DaemonCommand, 'name'>> = {},
): JabberDaemon['command'] {
  return ({ layout }) => ({
    argv: [`/usr/sbin/${program}`, '-c', `${pathsOf(layout).configuration}/${file}`],
    account: 'chat',
    stopSeconds: STOP_SECONDS,
    ...more,
  });
}

/** It serves when it answers a stream on the port of this file. */
function stream(file: string): Confinement['serves'] {
  return (layout) => ({ by: 'stream', file: `${pathsOf(layout).configuration}/${file}` });
}

/**
 * What goes by the router stops before it. mu-conference hangs until it is killed when it loses the router while it stops,
 * and the router then waits for it just as long.
 */
const stopsBefore = ['router'] as const;

const always = (): boolean => true;

const openPort = (port: number): DaemonPort => ({ port, openTo: 'network' });

/** True of a restart, of a new domain and of turning Jabber off: hence "when the service is back". */
export const EVERYBODY = say`All users are disconnected. Their clients connect again by themselves when the service is back.`;

const router: JabberDaemon = {
  name: 'router',
  title: say`Router`,
  command: command('jabberd2-router', 'router.xml'),
  confinement: unprivileged('machine', stream('router.xml')),
  wanted: always,
  ports: (layout) => [{ port: portsOf(layout).router, openTo: 'machine' }],
  answers: (machine) => panelOf(machine).roundTrip(SECONDS),
  explains: explainLog,
  tells: routerTells,
  peerIn,
  disturbs: EVERYBODY,
  disconnectsEverybody: true,
};

const sm: JabberDaemon = {
  name: 'sm',
  title: say`Sessions`,
  command: (machine) => {
    const plain = command('jabberd2-sm', 'sm.xml', { stopsBefore })(machine);
    return { ...plain, argv: withoutOldMessage(machine.layout, plain.argv) };
  },
  confinement: unprivileged('machine', () => ({
    by: 'journal',
    daemon: 'sm',
    words: 'sm ready for sessions',
  })),
  wanted: always,
  answers: async (machine, { domain }) => {
    const { identities } = await panelOf(machine).discoInfo(domain, SECONDS);
    if (!identities.includes('server/im')) throw new Trouble(say`It does not serve ${{ domain }}.`);
  },
  restartsWith: ['router'],
  explains: explainLog,
  tells: smTells,
  disturbs: EVERYBODY,
  disconnectsEverybody: true,
};

const c2s: JabberDaemon = {
  name: 'c2s',
  title: say`Client connections`,
  command: (machine) => {
    const options = { openFiles: C2S_OPEN_FILES, stopSeconds: C2S_STOP_SECONDS, stopsBefore };
    const plain = command('jabberd2-c2s', 'c2s.xml', options)(machine);
    return { ...plain, argv: reported(machine.layout, plain.argv) };
  },
  confinement: unprivileged('any', stream('c2s.xml')),
  wanted: always,
  ports: (layout, { ssl }) => {
    const { client, clientTls } = portsOf(layout);
    return (ssl === 'disabled' ? [client] : [client, clientTls]).map(openPort);
  },
  answers: async (machine, settings) => {
    if ((await signInThroughC2s(machine, settings)) === 'cut-off') throw new Trouble(CUT_OFF);
  },
  standing: standingOfC2s,
  // While sm stops, c2s lets clients in that come back, and they wait for an answer that never comes.
  restartsWith: ['router', 'sm'],
  explains: explainLog,
  tells: c2sTells,
  peerIn,
  isOwnLook: isSignInLook,
  disturbs: EVERYBODY,
  disconnectsEverybody: true,
};

const s2s: JabberDaemon = {
  name: 's2s',
  title: say`Other servers`,
  command: command('jabberd2-s2s', 's2s.xml', { openFiles: S2S_OPEN_FILES, stopsBefore }),
  confinement: unprivileged('any', stream('s2s.xml')),
  wanted: ({ otherServers }) => otherServers,
  ports: (layout) => [openPort(portsOf(layout).server)],
  answers: async ({ network, layout }, { domain }) => {
    const { stream, offer } = await openServerStream({
      network,
      port: portsOf(layout).server,
      domain,
      seconds: SECONDS,
    });
    stream.close();
    // It also runs with a certificate that it cannot read.
    if (offer.startTls === 'none') throw new LastingTrouble(say`It offers no encryption.`);
  },
  restartsWith: ['router'],
  explains: explainLog,
  tells: s2sTells,
  genuine: (lines) => new GenuineLines().among(lines, { areNext: false }),
  peerIn,
  disturbs: say`Chats with users of other servers are interrupted. Your own users stay connected.`,
  disconnectsEverybody: false,
};

const muc: JabberDaemon = {
  name: 'muc',
  title: say`Chat rooms`,
  command: (machine) => {
    const plain = command('mu-conference', 'muc.xml', { stopsBefore })(machine);
    return { ...plain, argv: throughCreators(machine.layout, plain.argv) };
  },
  confinement: unprivileged('machine', ({ live }) => ({
    by: 'journal',
    daemon: 'router',
    words: '[{name}] online',
    file: `${live}/jabberd2/muc.xml`,
  })),
  wanted: (settings) => settings.muc,
  answers: async (machine, { domain }) => {
    const host = roomsHost(domain);
    const { identities } = await panelOf(machine).discoInfo(host, SECONDS);
    if (!identities.includes('conference/text'))
      throw new Trouble(say`It does not serve ${{ domain: host }}.`);
  },
  restartsWith: ['router'],
  // A thread of its own looks only every five seconds whether it is to end.
  stopsSlowly: true,
  disturbs: say`Users leave the chat rooms. They stay connected.`,
  disconnectsEverybody: false,
};

/** The chat server's daemons in the order of starting. */
export const daemons: readonly JabberDaemon[] = [router, sm, signInDaemon, c2s, guardDaemon, s2s, muc];
