import { isAsked } from '../../../core/act.js';
import type { ConnectedSession, Frame } from '../../../core/module/index.js';
import {
  doneTo,
  shown,
  type PageAnswer,
  type PageDeclaration,
  type PageRequest,
} from '../../../core/page.js';
import { pageOf, readQuery, tableView, type TableQuery, type TableShape } from '../../../core/table/index.js';
import { say } from '../../../core/words/sentence.js';
import { troubleOf } from '../../../errors.js';

/** Where the page is. */
export const CONNECTED = '/connected';

/** The sessions that are open on the chat server now, and the button that disconnects one. */
export function connectedPages(frame: Frame): readonly PageDeclaration[] {
  return [
    { path: CONNECTED, get: (request) => show(frame, request) },
    { path: `${CONNECTED}/end`, post: (request) => end(frame, request) },
  ];
}

async function end({ acts }: Frame, request: PageRequest): Promise<PageAnswer> {
  const jid = request.field('jid');
  const came = await acts.endSessions.request(
    { userName: request.field('user'), address: jid },
    request.permission,
  );
  if (isAsked(came)) return { kind: 'asking', asked: came, cancel: CONNECTED };
  return doneTo(
    CONNECTED,
    came.count === 0
      ? say`This session was closed already.`
      : say`The session ${{ address: jid }} was disconnected.`,
  );
}

const shape: TableShape = {
  path: CONNECTED,
  size: 100,
  sorts: ['userName', 'device'],
  filters: [{ kind: 'text', name: 'search', label: say`User name or device` }],
};

async function show(frame: Frame, request: PageRequest): Promise<PageAnswer> {
  const { sessions, problem } = await sessionsOrReason(frame);
  const query = readQuery(shape, request.query);
  const found = pageOf(wanted(sessions.map(sessionView), query), query.page, shape.size);
  return shown({
    template: 'jabber/connected',
    title: say`Who is connected`,
    status: problem === '' ? 200 : 503,
    locals: {
      action: `${CONNECTED}/end`,
      problem,
      isServed: frame.isOn(),
      table: tableView(shape, query, found),
      sessions: found.rows,
    },
  });
}

/** A session as the page shows it. */
interface SessionView {
  readonly jid: string;
  readonly userName: string;
  readonly path: string;
  readonly device: string;
}

function sessionView({ address: jid, userName }: ConnectedSession): SessionView {
  const device = jid.split('/').slice(1).join('/');
  return { jid, userName, path: `/users/edit/${encodeURIComponent(userName)}`, device };
}

function wanted(sessions: readonly SessionView[], query: TableQuery): readonly SessionView[] {
  const search = (query.filters['search'] ?? '').toLowerCase();
  const found = sessions.filter(({ jid }) => jid.toLowerCase().includes(search));
  const by = query.sort === 'device' ? 'device' : 'userName';
  const sign = query.isDescending ? -1 : 1;
  return found.sort((one, other) => sign * (compared(one[by], other[by]) || compared(one.jid, other.jid)));
}

function compared(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** A service that does not answer is not the same as no session. */
async function sessionsOrReason(frame: Frame) {
  try {
    const sessions = await frame.connected();
    return { sessions, problem: '' as const };
  } catch (error) {
    return {
      sessions: [],
      problem: say`The list of sessions is not available: ${{ reason: troubleOf(error) }}.`,
    };
  }
}
