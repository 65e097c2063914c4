import type { Account } from '../layout.js';
import type { Sentence } from '../words/sentence.js';

/** How a daemon is run. */
export interface DaemonCommand {
  readonly name: string;
  /**
   * Absolute path and arguments; stays in the foreground and writes its log to stdout or stderr. The process keeps it,
   * or at least its end: another one would be taken for what an earlier version started.
   */
  readonly argv: readonly string[];
  readonly account: Account;
  readonly environment?: Readonly<Record<string, string>>;
  /** Seconds from SIGTERM until SIGKILL. */
  readonly stopSeconds: number;
  /** Daemons that are told to stop only when this one is gone. */
  readonly stopsBefore?: readonly string[];
  /** What root's rights it keeps when another account runs it (capabilities(7)), e.g. `CAP_NET_BIND_SERVICE`. */
  readonly capabilities?: readonly string[];
  /** Upper limit of open files, when the daemon needs more than the default. */
  readonly openFiles?: number;
}

/** What the supervisor knows of a daemon. That a process exists says nothing about whether it serves. */
export interface ProcessState {
  readonly up: boolean;
  /** 0 when there is none. */
  readonly pid: number;
  /** The supervisor is told to keep it up. */
  readonly wanted: boolean;
  /** Seconds since it went up or down. */
  readonly seconds: number;
  /** Unexpected ends within the last minute. */
  readonly recentCrashes: number;
  /** Unexpected ends since it was last told to run. */
  readonly crashes: number;
  /** "It ended with status 1." or "It was killed by SIGSEGV."; null when it never died. */
  readonly lastEnd: Sentence | null;
  /** What its process was started with; empty when there is none or when it is not known. */
  readonly argv: readonly string[];
}

/** What is known of a daemon that was never declared. */
export const neverStarted: ProcessState = {
  up: false,
  pid: 0,
  wanted: false,
  seconds: 0,
  recentCrashes: 0,
  crashes: 0,
  lastEnd: null,
  argv: [],
};

/** The supervisor of the daemons. They outlive the panel. Only declared daemons can be named. */
export interface Daemons {
  /** Makes the supervisor run and know exactly these daemons, without starting or stopping any process. */
  declare(commands: readonly DaemonCommand[]): Promise<void>;
  /** Returns when the process exists; whether it serves is for a probe to say. */
  start(name: string): Promise<void>;
  /** Returns when the process and its children are gone; SIGKILL after its stopSeconds. A stopped one stays so. */
  stop(name: string): Promise<void>;
  signal(name: string, signal: 'SIGHUP'): Promise<void>;
  /** Of a daemon that was not declared: that it is down. */
  state(name: string): Promise<ProcessState>;
  /** Paths of the programs and libraries that its process runs and that were replaced on the disk since it started. */
  replaced(name: string): Promise<readonly string[]>;
  /** The daemon's last log lines, oldest first, secrets redacted. */
  lastLines(name: string, count: number): Promise<readonly string[]>;
}
