import { type DistinguishedName, tree, valueOf } from '../../core/directory.js';
import type { Directory } from '../../core/ports.js';

/** What slapd says of the state of its database; two equal stamps mean that nothing was changed in between. */
export interface DirectoryStamp {
  /** When slapd was started: while it was down, its tools may have changed anything. */
  readonly started: string;
  /** The CSN of the last change (contextCSN, kept by overlay syncprov), `''` when it is not told. */
  readonly csn: string;
  /** How many entries there are, the base included. */
  readonly entries: number;
}

/** slapd's own statistics (slapd-monitor(5)). */
const monitor: DistinguishedName = [{ type: 'cn', value: 'Monitor' }];

/** Reads the stamp: two small searches, whatever the number of users. */
export async function readStamp(directory: Directory): Promise<DirectoryStamp> {
  const [base, statistics] = await Promise.all([
    directory.search({
      base: tree.base,
      scope: 'base',
      filter: { kind: 'present', attribute: 'objectClass' },
      attributes: ['contextCSN'],
    }),
    directory.search({
      base: monitor,
      scope: 'sub',
      filter: {
        kind: 'or',
        of: [
          { kind: 'equals', attribute: 'namingContexts', value: 'dc=ebox' },
          { kind: 'equals', attribute: 'cn', value: 'Start' },
        ],
      },
      attributes: ['monitorTimestamp', 'olmMDBEntries'],
    }),
  ]);
  const told = (attribute: string): string =>
    statistics.entries.map((entry) => valueOf(entry, attribute)).find((value) => value !== '') ?? '';
  return {
    started: told('monitorTimestamp'),
    csn: base.entries[0] === undefined ? '' : valueOf(base.entries[0], 'contextCSN'),
    entries: Number(told('olmMDBEntries')),
  };
}

/** Whether nothing was changed between two stamps. */
export function sameStamp(one: DirectoryStamp, other: DirectoryStamp): boolean {
  return (
    one.csn !== '' && one.csn === other.csn && one.entries === other.entries && one.started === other.started
  );
}
