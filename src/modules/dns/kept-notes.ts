import type { Asked, RowNote } from '../../core/module/index.js';
import { domainFinder } from './domain-finder.js';
import type { DnsSettings } from './domain-row.js';
import { keptIn, standingsOf, type KeptStanding } from './kept-records.js';
import { textOf } from './zone-record.js';
import { say, type Sentence } from '../../core/words/sentence.js';

/** The records that other modules keep in a domain, and which of them the administrator's own rows replace. */
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
        title: say`Kept by ${{ module: one.title }}`,
        notes: [
          say`Each save updates these records from the settings of ${{ module: one.title }}. They are removed when ${{ module: one.title }} is disabled.`,
          ...(givesWay
            ? [
                say`If a row of yours has the same name, your row is used and the record of ${{ module: one.title }} is left out. Delete your row to use the record of ${{ module: one.title }}.`,
              ]
            : []),
        ],
        lines: standings.map((standing) => ({ text: textOf(standing.record), note: noteOf(standing) })),
      },
    ];
  });
}

function noteOf(standing: KeptStanding): Sentence {
  if (standing.state === 'in') return standing.kept.why;
  const own = textOf(standing.own);
  return standing.state === 'same'
    ? say`Your own row is the same: ${{ record: own }}`
    : say`Left out, because you have: ${{ record: own }}`;
}
