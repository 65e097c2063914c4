import type { Act, Gated, Outcome } from '../act.js';
import type { Ports } from '../layout.js';
import type { People, PeopleActs } from '../people/people.js';
import type { Machine } from '../ports.js';
import type { Settings } from '../settings.js';
import type { ConnectedSession } from './sessions.js';

/** What the panel offers to the pages and commands of one module. */
export interface Frame {
  /** Whether the module is on in the active configuration. */
  isOn(): boolean;
  /** The module's settings in the active configuration; null while it is off. */
  active(): Settings | null;
  /** The module's settings as the next save would make them active. */
  draft(): Settings;
  readonly machine: Machine;
  readonly people: People;
  /** Everybody who is connected, as the services themselves say. Throws when one cannot be asked. */
  connected(): Promise<readonly ConnectedSession[]>;
  /**
   * Calls `listener` with everybody who is connected to this module's service, whenever the panel looked: every few seconds.
   * `at` is when it asked, in monotonic milliseconds: what was done to the service since then is not seen yet.
   */
  onLook(listener: (sessions: readonly ConnectedSession[], at: number) => void): void;
  /** The same as it was seen within the last seconds, without asking a service that was asked just now. */
  connectedLately(): Promise<readonly ConnectedSession[]>;
  readonly acts: PeopleActs;
  /** Puts an act of the module's own behind the gate: pages and commands ask for it there, and nowhere else. */
  gate<Wanted, Came extends Outcome>(act: Act<Wanted, Came>): Gated<Wanted, Came>;
  /** Where this machine listens, for what people type into a client. */
  readonly ports: Ports;
}
