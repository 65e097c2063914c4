import { compared } from '../../../../core/compared.js';
import type { ConnectedSession } from '../../../../core/module/index.js';
import { readQuery, type TableQuery, type TableShape } from '../../../../core/table/index.js';
import { say } from '../../../../core/words/sentence.js';
import { CONNECTED } from './paths.js';
import type { Live } from '../../live/live.js';

const shape: TableShape = {
  path: CONNECTED,
  size: 50,
  sorts: ['userName', 'device', '-since', 'address', 'encryption', 'software', 'idle'],
  filters: [
    { kind: 'text', name: 'search', label: say`User, device, address or software` },
    {
      kind: 'choice',
      name: 'encryption',
      label: say`Encryption`,
      choices: [
        { value: '', label: say`All sessions` },
        { value: 'no', label: say`Not encrypted` },
        { value: 'yes', label: say`Encrypted` },
      ],
    },
  ],
};

/** The table of the sessions. */
export const connectedShape = shape;

/** What the address, or a form, asks of the table. */
export function connectedQuery(value: (name: string) => string): TableQuery {
  return readQuery(shape, value);
}

/** A session as the page and the shell show it; `''` and null where something is not known. */
export interface SessionRow {
  readonly jid: string;
  readonly userName: string;
  readonly device: string;
  /** ISO 8601. */
  readonly since: string;
  readonly address: string;
  readonly encryption: 'yes' | 'no' | '';
  readonly software: string;
  /** Seconds. */
  readonly idle: number | null;
}

/** The sessions with what is known of them. */
export function sessionRows(
  sessions: readonly ConnectedSession[],
  { known, clients }: Live,
): readonly SessionRow[] {
  return sessions.map(({ address: jid, userName }) => {
    const { since, link } = known.of(jid);
    const device = jid.split('/').slice(1).join('/');
    return {
      ...{ jid, userName, device },
      since: since === null ? '' : new Date(since).toISOString(),
      address: link?.address ?? '',
      encryption: link === null ? '' : link.isEncrypted ? 'yes' : 'no',
      ...clients.of(jid),
    };
  });
}

/** Those that are asked for, in the order that is asked for; what is not known comes last. */
export function wantedRows(rows: readonly SessionRow[], query: TableQuery): readonly SessionRow[] {
  const search = (query.filters['search'] ?? '').toLowerCase();
  const encryption = query.filters['encryption'] ?? '';
  const by = sortKeys.find((key) => key === query.sort) ?? 'userName';
  const sign = query.isDescending ? -1 : 1;
  return rows
    .filter(
      (row) =>
        (encryption === '' || row.encryption === encryption) &&
        [row.jid, row.address, row.software].some((text) => text.toLowerCase().includes(search)),
    )
    .sort(
      (one, other) =>
        Number(isUnknown(one[by])) - Number(isUnknown(other[by])) ||
        sign * (inColumn(one[by], other[by]) || compared(one.jid, other.jid)),
    );
}

const sortKeys = ['userName', 'device', 'since', 'address', 'encryption', 'software', 'idle'] as const;

function isUnknown(value: string | number | null): boolean {
  return value === null || value === '';
}

/** Two values of one column; those that are not known come by themselves. */
function inColumn(one: string | number | null, other: string | number | null): number {
  return one === null || other === null ? 0 : compared(one, other);
}
