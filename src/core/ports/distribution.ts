import type { FoundServer } from '../found-server.js';

/** A unit or an init script with which the operating system runs daemons that the panel runs itself. */
export interface DistributionUnit {
  /** `jabberd-sm.service`, or the bare name of an init script: `jabberd2`. */
  readonly name: string;
  /** It is started when the machine starts. */
  readonly enabled: boolean;
  /** It runs now. */
  readonly active: boolean;
}

/** What the operating system itself runs of the chat server's daemons. Only these fixed names are ever touched. */
export interface Distribution {
  /** What runs or would start by itself, and can be turned off from here. Empty when there is nothing to do. */
  units(): Promise<readonly DistributionUnit[]>;
  /** Stops them and keeps them from starting; how they were is remembered first. Nothing happens when there are none. */
  turnOff(): Promise<void>;
  /** Puts back, as they were, all that {@link turnOff} turned off. Nothing happens when it did nothing. */
  putBack(): Promise<void>;
  /** The chat server that somebody set up by hand, or null when there is none that may be read. */
  found(): Promise<FoundServer | null>;
  /**
   * Copies the SQLite database of such a server, whole as it is now, to a new file of the account `chat`.
   * @throws PanelError `command-failed`
   */
  copyDatabase(from: string, to: string): Promise<void>;
}
