import { compared } from '../../../../core/compared.js';
import type { Frame } from '../../../../core/module/index.js';
import { shown, type PageAnswer, type PageRequest } from '../../../../core/page.js';
import {
  pageOf,
  readQuery,
  tableView,
  type TableQuery,
  type TableShape,
} from '../../../../core/table/index.js';
import { say, sayOf, type Sentence } from '../../../../core/words/sentence.js';
import { troubleOf } from '../../../../errors.js';
import { activeRooms } from '../../rooms/active-rooms.js';
import { defaultView } from '../../rooms/default/default-view.js';
import { roomRows, type RoomRow, type RoomRows } from '../../rooms/room-rows.js';
import { lastUsedWords, ownerWords, peopleWords } from '../../rooms/room-words.js';
import { traitWords } from '../../rooms/trait-words.js';
import { ADD_ROOM, NO_DEFAULT, ROOMS, roomPath } from './paths.js';

const shape: TableShape = {
  path: ROOMS,
  size: 50,
  sorts: ['title', '-people', '-lastUsed'],
  filters: [
    { kind: 'text', name: 'search', label: say`Name, subject or owner` },
    {
      kind: 'choice',
      name: 'kind',
      label: say`Rooms`,
      choices: [
        { value: '', label: sayOf('chat rooms')`All` },
        { value: 'permanent', label: sayOf('chat rooms')`Permanent` },
        { value: 'hidden', label: sayOf('chat rooms')`Hidden` },
        { value: 'orphaned', label: sayOf('chat rooms')`Without an owner` },
      ],
    },
  ],
};

/** All chat rooms; why there are none to be shown, where the rooms do not answer. */
export async function listPage(frame: Frame, request: PageRequest): Promise<PageAnswer> {
  const settings = activeRooms(frame);
  const { found, problem } = await rowsOrReason(frame, settings?.domain ?? null);
  const chosen = settings === null ? null : await defaultView(frame.machine, settings.domain);
  const query = readQuery(shape, request.query);
  const page = pageOf(wanted(found.rows, query), query.page, shape.size);
  return shown({
    template: 'jabber/rooms/list',
    title: say`Chat rooms`,
    status: problem === '' ? 200 : 503,
    locals: {
      problem,
      add: ADD_ROOM,
      isServed: frame.isOn(),
      hasRooms: settings !== null,
      ownersTrouble: found.trouble,
      since: found.since,
      chosen: chosen === null ? null : { ...chosen, end: NO_DEFAULT },
      table: tableView(shape, query, page),
      rooms: page.rows.map((row) => ({ ...rowView(row), isDefault: row.jid === chosen?.jid })),
    },
  });
}

/** A service that does not answer is not the same as no room. */
async function rowsOrReason(
  { machine }: Frame,
  domain: string | null,
): Promise<{ readonly found: RoomRows; readonly problem: Sentence | '' }> {
  const none: RoomRows = { rows: [], since: '', trouble: '' };
  if (domain === null) return { found: none, problem: '' };
  try {
    return { found: await roomRows(machine, domain), problem: '' };
  } catch (error) {
    return {
      found: none,
      problem: say`The list of chat rooms is not available: ${{ reason: troubleOf(error) }}. Nothing was changed in them.`,
    };
  }
}

function rowView(row: RoomRow) {
  const { name, jid, title, subject, people, most, traits, owners, moreOwners, lastUsed } = row;
  return {
    ...{ jid, title, subject },
    path: roomPath(name),
    people: peopleWords(people, most),
    traits: traits === null ? [] : traitWords(traits),
    owners: ownerWords(owners, moreOwners),
    isOrphaned: owners?.length === 0,
    lastUsed: lastUsedWords(people, lastUsed),
  };
}

function wanted(rows: readonly RoomRow[], query: TableQuery): readonly RoomRow[] {
  const search = (query.filters['search'] ?? '').toLowerCase();
  const found = rows.filter((row) => isOfKind(row, query.filters['kind'] ?? '') && says(row, search));
  const sign = query.isDescending ? -1 : 1;
  return found.sort(
    (one, other) =>
      sign * compared(sortKey(one, query.sort), sortKey(other, query.sort)) || compared(one.jid, other.jid),
  );
}

function isOfKind({ traits, owners }: RoomRow, kind: string): boolean {
  switch (kind) {
    case 'permanent':
      return traits?.isPermanent === true;
    case 'hidden':
      return traits?.isHidden === true;
    case 'orphaned':
      return owners?.length === 0;
    default:
      return true;
  }
}

function says({ jid, title, subject, owners }: RoomRow, search: string): boolean {
  return [jid, title, subject, ...(owners ?? [])].some((text) => text.toLowerCase().includes(search));
}

function sortKey({ title, people, lastUsed }: RoomRow, sort: string): string | number {
  if (sort === 'people') return people ?? -1;
  return sort === 'lastUsed' ? (lastUsed ?? '') : title.toLowerCase();
}
