import type { Asked } from '../../core/module/index.js';
import { domainFinder } from './domain-finder.js';
import type { DnsSettings } from './domain-row.js';
import { keptIn, type KeptRecord } from './kept-records.js';
import { zoneFileName } from './named-conf.js';
import { CONFIGURATION } from './paths.js';
import { recordsOf } from './records.js';
import { zoneText } from './zone.js';

/** What the files need to know beside the settings. */
export interface DnsFacts {
  /** The name of a zone's file without `.zone` → its text, with the serial that it gets. */
  readonly zones: ReadonlyMap<string, string>;
}

/** The records that other modules want to see in the DNS. */
export function keptOf({ records }: Pick<Asked<unknown>, 'records'>): readonly KeptRecord[] {
  return records.flatMap((one) => one.records);
}

/** Renders every zone; the serial of one that is as it was stays. */
export async function gatherFacts(asked: Asked<DnsSettings>): Promise<DnsFacts> {
  const { machine, settings } = asked;
  const { domains } = settings;
  const kept = keptOf(asked);
  const find = domainFinder(domains);
  const live = new Map((await machine.configuration.live()).map(({ path, written }) => [path, written]));
  const now = machine.clock.now();
  const zones = await Promise.all(
    domains.map(async (domain): Promise<[string, string]> => {
      const file = zoneFileName(domain.name);
      const oldText = live.get(`${CONFIGURATION}/zones/${file}`) ?? null;
      const records = recordsOf(domain, keptIn(domain, find, kept));
      return [
        file.replace(/\.zone$/, ''),
        await zoneText(machine.renderer, domain, records, { oldText, now }),
      ];
    }),
  );
  return { zones: new Map(zones) };
}
