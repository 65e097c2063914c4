import type { Layout } from '../layout.js';
import type { DaemonCommand, Machine } from '../ports.js';
import type { Settings } from '../settings.js';
import type { Sentence } from '../words/sentence.js';
import type { Confinement } from './confinement.js';

/** A TCP port that a daemon listens on. */
export interface DaemonPort {
  readonly port: number;
  /** Whom it is open to. */
  readonly openTo: 'network' | 'machine';
  /** Whether it has the UDP port of this number too. */
  readonly alsoUdp?: true;
  /** Programs that may have the port on an address of their own, which is none of ours. */
  readonly beside?: readonly string[];
}

/**
 * Whether a daemon whose process runs must be started again, since a part of it has ended that it does not start anew by
 * itself. Slowness of another daemon is `unknown`, never a reason.
 */
export type Standing = 'well' | 'must-restart' | 'unknown';

/** A daemon of the module. Declared in the order of starting; stopping goes the other way. */
export interface DaemonDeclaration<S> {
  readonly name: string;
  /** As people would call it: "Client connections". */
  readonly title: Sentence;
  /** How it is run, and under what limits. May depend on the machine's layout, never on a setting. */
  command(machine: Pick<Machine, 'layout'>): Omit<DaemonCommand, 'name'>;
  /** For its unit of systemd. */
  readonly confinement: Confinement;
  /** Whether these settings need it. */
  wanted(settings: S): boolean;
  /** The TCP ports that it listens on with these settings: no other program may have them when it starts. */
  ports?(layout: Layout, settings: S): readonly DaemonPort[];
  /** Asks it as a client would, within 3 s; throws with the reason when it does not serve. */
  answers(machine: Machine, settings: S): Promise<void>;
  /**
   * Looks for a part that ended alone, within 10 s; cheap, since it is asked every few seconds. Throws when that
   * is not known, which counts as `unknown`. Without it the process is all there is.
   */
  standing?(machine: Machine, settings: S): Promise<Standing>;
  /** Daemons whose restart this one does not survive: it is restarted with them. */
  readonly restartsWith?: readonly string[];
  /** True when it takes seconds to stop, and nothing that is started needs it gone: the others are started meanwhile. */
  readonly stopsSlowly?: boolean;
  /** What these last lines of its log mean, and what to do about it; null when they say nothing known. */
  explains?(lines: readonly string[]): Sentence | null;
  /** What one line of its log says, in plain words; null when it is nothing known. The line is without its time. */
  tells?(line: string): Sentence | null;
  /** Which of these lines, the last of its log, no stranger can have written. Without it these are all. */
  genuine?(lines: readonly string[]): readonly string[];
  /** The other end of the connection that a line of its log is about; null when it is about none. */
  peerIn?(line: string): LogPeer | null;
  /** Whether a line tells of a look of the panel's own, and of nothing that anybody else can bring about. */
  isOwnLook?(line: string): boolean;
  /** Whom a restart disturbs, for the administrator who is about to save. */
  readonly disturbs: Sentence;
  /** True when a restart closes every user's session. */
  readonly disconnectsEverybody: boolean;
}

/** An end of a TCP connection, as a daemon writes it down. */
export interface LogPeer {
  readonly address: string;
  readonly port: number;
}

/** A daemon as the rest of the panel sees it: settings filled in. */
export interface Daemon {
  readonly name: string;
  readonly title: Sentence;
  readonly restartsWith: readonly string[];
  readonly stopsSlowly: boolean;
  readonly disturbs: Sentence;
  readonly disconnectsEverybody: boolean;
  command(machine: Pick<Machine, 'layout'>): DaemonCommand;
  readonly confinement: Confinement;
  wanted(settings: Settings): boolean;
  ports(layout: Layout, settings: Settings): readonly DaemonPort[];
  answers(machine: Machine, settings: Settings): Promise<void>;
  /** Null of a daemon that has no part that could end alone. Does not throw. */
  readonly standing: ((machine: Machine, settings: Settings) => Promise<Standing>) | null;
  explains(lines: readonly string[]): Sentence | null;
  tells(line: string): Sentence | null;
  genuine(lines: readonly string[]): readonly string[];
  peerIn(line: string): LogPeer | null;
  isOwnLook(line: string): boolean;
}

/** A daemon that takes any settings, and refuses those that are none of the module's. */
export function parsedDaemon<S>(declared: DaemonDeclaration<S>, parse: (settings: Settings) => S): Daemon {
  return {
    name: declared.name,
    title: declared.title,
    restartsWith: declared.restartsWith ?? [],
    stopsSlowly: declared.stopsSlowly ?? false,
    disturbs: declared.disturbs,
    disconnectsEverybody: declared.disconnectsEverybody,
    confinement: declared.confinement,
    command: (machine) => ({
      name: declared.name,
      capabilities: declared.confinement.capabilities,
      ...declared.command(machine),
    }),
    wanted: (settings) => declared.wanted(parse(settings)),
    ports: (layout, settings) => declared.ports?.(layout, parse(settings)) ?? [],
    answers: (machine, settings) => declared.answers(machine, parse(settings)),
    standing: standingOf(declared, parse),
    explains: (lines) => declared.explains?.(lines) ?? null,
    tells: (line) => declared.tells?.(line) ?? null,
    genuine: (lines) => declared.genuine?.(lines) ?? lines,
    peerIn: (line) => declared.peerIn?.(line) ?? null,
    isOwnLook: (line) => declared.isOwnLook?.(line) ?? false,
  };
}

function standingOf<S>(daemon: DaemonDeclaration<S>, parse: (settings: Settings) => S): Daemon['standing'] {
  if (daemon.standing === undefined) return null;
  return async (machine, settings) => {
    try {
      return (await daemon.standing?.(machine, parse(settings))) ?? 'unknown';
    } catch {
      return 'unknown';
    }
  };
}
