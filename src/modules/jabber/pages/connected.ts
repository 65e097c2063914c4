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
import { reasonOf } from '../../../errors.js';

/** Where the page is. */
export const CONNECTED = '/connected';

/** Who is connected just now, as the service itself says, and ending a session. */
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
    came.count === 0 ? say`This session had ended already.` : say`The session ${{ jid }} was ended.`,
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

/** A service that does not answer is not "nobody is connected". */
async function sessionsOrReason(frame: Frame) {
  try {
    const sessions = await frame.connected();
    return { sessions: [...sessions].sort((a, b) => a.address.localeCompare(b.address)), problem: '' };
  } catch (error) {
    return { sessions: [], problem: `The chat service cannot say who is connected: ${reasonOf(error)}.` };
  }
}
