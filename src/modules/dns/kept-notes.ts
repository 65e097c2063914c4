import type { Asked, RowNote } from '../../core/module/index.js';
import { domainFinder } from './domain-finder.js';
import type { DnsSettings } from './domain-row.js';
import { keptIn, standingsOf, type KeptStanding } from './kept-records.js';
import { textOf } from './zone-record.js';

/** What other modules keep in a domain, and what of it gives way to a row of the administrator's. */
export function keptNotes({ settings, records }: Asked<DnsSettings>, rowId: string): readonly RowNote[] {
  const { domains } = settings;
  const domain = domains.find(({ id }) => id === rowId);
  if (domain === undefined) return [];
  const find = domainFinder(domains);
  return records.flatMap((one): readonly RowNote[] => {
    const standings = standingsOf(domain, keptIn(domain, find, one.records));
    if (standings.length === 0) return [];
    const givesWay = standings.some(({ state }) => state === 'gives way');
    return [
      {
        title: `Kept by ${one.title}`,
        notes: [
          `These records follow the settings of ${one.title} at each save, and go when it goes.`,
          ...(givesWay
            ? [
                `Where a row of yours has the same name, yours stays and ${one.title} goes without. Delete your row to let ${one.title} keep its record.`,
              ]
            : []),
        ],
        lines: standings.map((standing) => ({ text: textOf(standing.record), note: noteOf(standing) })),
      },
    ];
  });
}

function noteOf(standing: KeptStanding): string {
  if (standing.state === 'in') return standing.kept.why;
  const own = textOf(standing.own);
  return standing.state === 'same' ? `You have the same: ${own}` : `Left out, since you have: ${own}`;
}
