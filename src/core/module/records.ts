import type { Machine } from '../ports.js';
import type { Settings } from '../settings.js';
import type { Sentence } from '../words/sentence.js';

/** What every record says. */
interface Named {
  /** The absolute name that it stands at, without a dot at its end. */
  readonly name: string;
  /** What the record is for: "Clients find the server." */
  readonly why: Sentence;
}

/** A record of the DNS that leads people to a module's service: an address, or where a service is (SRV, RFC 2782). */
export type ServiceRecord = Named &
  (
    | { readonly type: 'A' | 'AAAA'; readonly address: string }
    | {
        readonly type: 'SRV';
        readonly priority: number;
        readonly weight: number;
        readonly port: number;
        /** An absolute name, without a dot at its end. */
        readonly target: string;
      }
  );

/** The records of one module. */
export interface ModuleRecords {
  /** The module's id and title. */
  readonly module: string;
  readonly title: Sentence;
  readonly records: readonly ServiceRecord[];
}

/**
 * A module that is on beside the one that is asked about, with its settings. Modules do not know one another: what one
 * offers, the other is handed.
 */
export interface Neighbour {
  readonly id: string;
  readonly title: Sentence;
  readonly settings: Settings;
  /** The records that lead people to it. */
  readonly records: (machine: Machine) => Promise<readonly ServiceRecord[]>;
}

/** What all these modules would have in the DNS; those that want nothing are left out. */
export async function recordsOf(
  machine: Machine,
  neighbours: readonly Neighbour[],
): Promise<readonly ModuleRecords[]> {
  const asked = neighbours.map(async ({ id, title, records }) => ({
    module: id,
    title,
    records: await records(machine),
  }));
  return (await Promise.all(asked)).filter(({ records }) => records.length > 0);
}
