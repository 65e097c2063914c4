import type { Machine } from '../../../../core/ports.js';
import type { JabberSettings } from '../../settings.js';

/** Another server that is looked at. */
export interface Subject {
  readonly machine: Machine;
  /** The active ones of this server. */
  readonly settings: JabberSettings;
  /** The other server's domain, canonical. */
  readonly domain: string;
}

/** Where a server says that it is. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/** Where it is. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Seconds that the other side may take for one thing. */
export const SECONDS = 5;
