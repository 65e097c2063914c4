import type { Ports } from '../layout.js';
import type { People, PeopleActs } from '../people/people.js';
import type { ConnectedSession } from './sessions.js';

/** What the panel offers to the pages and commands of one module. */
export interface Frame {
  /** Whether the module is on in the active configuration. */
  isOn(): boolean;
  readonly people: People;
  /** Everybody who is connected, as the services themselves say. Throws when one cannot be asked. */
  connected(): Promise<readonly ConnectedSession[]>;
  readonly acts: PeopleActs;
  /** Where this machine listens, for what people type into a client. */
  readonly ports: Ports;
}
