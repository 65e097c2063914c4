import { Trouble } from '../../errors.js';
import { unprivileged, type DaemonDeclaration, type SingleFile } from '../../core/module/index.js';
import type { Layout } from '../../core/layout.js';
import type { Machine, Network } from '../../core/ports.js';
import { say, type Sentence } from '../../core/words/sentence.js';
import { pathsOf } from './paths.js';

const FOLDER = 'guard';
/** Seconds that the guard may take to say how things stand. */
const SECONDS = 2;

/** What the guard allows a connection before its user has signed in. */
export interface GuardLimits {
  /** Seconds that a connection may take to sign in. */
  readonly seconds: number;
  /** Connections of one address: a school comes back as one after a restart. */
  readonly perAddress: number;
  /** Connections in all. */
  readonly inAll: number;
  /** Seconds that c2s may leave unread what a signed-in user sent. */
  readonly unread: number;
}

const usualLimits: GuardLimits = { seconds: 30, perAddress: 1000, inAll: 3000, unread: 30 };

/**
 * How the guard does: `deaf` when c2s's reporter is not there, `forbidden` when this machine lets no process have the
 * sockets of another (Yama's ptrace_scope, or Linux before 5.6).
 */
export type GuardState = 'watching' | 'deaf' | 'forbidden';

/** Asks the guard. Throws when it does not answer. */
export async function guardState(network: Network, layout: Layout): Promise<GuardState> {
  const connection = await network.connect({ socket: healthSocket(layout) }, SECONDS);
  try {
    const answer = (await connection.receive((text) => text.endsWith('\n'), SECONDS)).trimEnd();
    if (answer === 'watching' || answer === 'deaf' || answer === 'forbidden') return answer;
    throw new Trouble(say`It gave an unknown answer.`);
  } finally {
    connection.close();
  }
}

/** What an administrator should know of the guard beside its state as a daemon. */
export async function guardNotices({ network, layout }: Machine): Promise<readonly Sentence[]> {
  const state = await guardState(network, layout).catch(() => null);
  if (state !== 'forbidden') return [];
  return [
    say`This machine does not let the connection guard close connections: strangers can fill the chat server with connections that do not sign in. "eboxctl doctor" shows what to do.`,
  ];
}

/** Where c2s's reporter finds the guard. */
const reportSocket = (layout: Layout): string => `${pathsOf(layout).run}/guard`;
/** Where the panel asks the guard how it does. */
const healthSocket = (layout: Layout): string => `${pathsOf(layout).run}/guard-health`;

/**
 * c2s's command, run by the reporter. A configuration that an earlier version wrote has none: clients are then served
 * without it, until the next save.
 */
export function reported(layout: Layout, argv: readonly string[]): readonly string[] {
  const reporter = `${layout.live}/${FOLDER}/reporter`;
  return ['/bin/sh', '-c', WITH_REPORTER, reporter, reportSocket(layout), ...argv];
}

/** `$0` is the reporter, `$1` its socket, and the rest the command of c2s. */
const WITH_REPORTER = 'if [ -x "$0" ]; then exec "$0" "$@"; fi; shift; exec "$@"';

/** The guard's command. */
export function guardCommand(
  layout: Layout,
  { seconds, perAddress, inAll, unread }: GuardLimits,
): readonly string[] {
  const program = `${layout.live}/${FOLDER}/guard`;
  return [
    program,
    reportSocket(layout),
    healthSocket(layout),
    pathsOf(layout).guardOrders,
    `${pathsOf(layout).data}/blocked-addresses`,
    ...[seconds, perAddress, inAll, unread].map(String),
    `${layout.live}/jabberd2`,
  ];
}

const program = (name: string, why: Sentence, reader: string): SingleFile<unknown, unknown> => ({
  path: `${FOLDER}/${name}`,
  why,
  readableBy: 'chat',
  executable: true,
  readBy: [reader],
  takes: 'restart',
  content: async ({ machine }) => ({
    text: await machine.renderer.shipped(`templates/${FOLDER}/${name}.pl`),
  }),
});

/** The programs of the guard. */
export const guardFiles: readonly SingleFile<unknown, unknown>[] = [
  program(
    'reporter',
    say`Starts the client connections (c2s) and tells the guard which of them have not signed in.`,
    'c2s',
  ),
  program('guard', say`Closes connections that do not sign in.`, 'guard'),
];

/** Ends connections that strangers open and leave open, so that there is always room for those who chat. */
export const guardDaemon: DaemonDeclaration<unknown> = {
  name: 'guard',
  title: say`Connection guard`,
  command: ({ layout }) => ({ argv: guardCommand(layout, usualLimits), account: 'chat', stopSeconds: 2 }),
  confinement: unprivileged('none', (layout) => ({ by: 'socket', path: healthSocket(layout) }), [
    'pidfd_getfd',
  ]),
  wanted: () => true,
  async answers({ network, layout }) {
    const state = await guardState(network, layout);
    if (state === 'deaf') throw new Trouble(say`It does not see the client connections.`);
  },
  disturbs: say`For a moment, connections that do not sign in are not closed. Users stay connected.`,
  disconnectsEverybody: false,
};
