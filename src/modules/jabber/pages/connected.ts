import { isAsked } from '../../../core/act.js';
import type { Frame } from '../../../core/module/index.js';
import {
  doneTo,
  shown,
  type PageAnswer,
  type PageDeclaration,
  type PageRequest,
} from '../../../core/page.js';
import { say } from '../../../core/words/sentence.js';
import { troubleOf } from '../../../errors.js';

/** Where the page is. */
export const CONNECTED = '/connected';

/** The sessions that are open on the chat server now, and the button that disconnects one. */
export function connectedPages(frame: Frame): readonly PageDeclaration[] {
  return [
    { path: CONNECTED, get: () => show(frame) },
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

async function show(frame: Frame): Promise<PageAnswer> {
  const { sessions, problem } = await sessionsOrReason(frame);
  return shown({
    template: 'jabber/connected',
    title: say`Who is connected`,
    status: problem === '' ? 200 : 503,
    locals: {
      action: `${CONNECTED}/end`,
      problem,
      isServed: frame.isOn(),
      sessions: sessions.map(({ address: jid, userName }) => ({
        jid,
        userName,
        path: `/users/edit/${encodeURIComponent(userName)}`,
        device: jid.split('/').slice(1).join('/'),
      })),
    },
  });
}

/** A service that does not answer is not the same as no session. */
async function sessionsOrReason(frame: Frame) {
  try {
    const sessions = await frame.connected();
    return {
      sessions: [...sessions].sort((a, b) => a.address.localeCompare(b.address)),
      problem: '' as const,
    };
  } catch (error) {
    return {
      sessions: [],
      problem: say`The list of sessions is not available: ${{ reason: troubleOf(error) }}.`,
    };
  }
}
