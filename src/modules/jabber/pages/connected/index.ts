import { isAsked, type Asked } from '../../../../core/act.js';
import { isLoopback } from '../../../../core/loopback.js';
import type { ConnectedSession, Frame } from '../../../../core/module/index.js';
import {
  doneTo,
  movedTo,
  shown,
  type PageAnswer,
  type PageDeclaration,
  type PageRequest,
} from '../../../../core/page.js';
import { pageOf, pathTo, tableView, type TableQuery } from '../../../../core/table/index.js';
import { many, quantity, say, type Sentence } from '../../../../core/words/sentence.js';
import { troubleOf } from '../../../../errors.js';
import { askClients, liveOf } from '../../live/live.js';
import { refusalWords } from '../../log-tells.js';
import { guessWords } from '../../sign-in/guessing.js';
import { refusalsUnknown } from '../../sign-in/happened.js';
import type { Refused } from '../../sign-in/recent.js';
import { idleWords, sentSentence } from '../../live/words.js';
import { blockedPages } from './blocked.js';
import { chosenIn, connectedForm, formAbout, shownFields, type ConnectedForm } from './form.js';
import { BLOCKED, CONNECTED } from './paths.js';
import { connectedQuery, connectedShape, sessionRows, wantedRows, type SessionRow } from './rows.js';

/** Refused sign-ins that the page shows. */
const REFUSALS = 20;

/** Who is connected now, with what is known of each session; writing to the users, and ending sessions. */
export function connectedPages(frame: Frame): readonly PageDeclaration[] {
  return [
    {
      path: CONNECTED,
      get: (request) =>
        show(
          frame,
          connectedQuery((name) => request.query(name)),
          null,
          '',
        ),
    },
    { path: `${CONNECTED}/message`, post: (request) => message(frame, request) },
    { path: `${CONNECTED}/end`, post: (request) => end(frame, request) },
    ...blockedPages(frame),
  ];
}

async function message(frame: Frame, request: PageRequest): Promise<PageAnswer> {
  const form = connectedForm(request);
  const addresses = await chosenIn(frame, form);
  if (addresses.length === 0) return show(frame, form.query, form, noneChosen(form));
  const wanted = { addresses, text: form.text };
  const came = await frame.acts.messageSessions.request(wanted, request.permission);
  if (isAsked(came)) return asking(request, form, came, addresses);
  if (came.kind === 'invalid') return show(frame, form.query, form, came.problem);
  const { there, delivered } = came;
  return movedTo(back(form), {
    kind: delivered < there ? 'warning' : 'done',
    sentence: sentSentence(there, delivered),
  });
}

async function end(frame: Frame, request: PageRequest): Promise<PageAnswer> {
  const form = connectedForm(request);
  const addresses = await chosenIn(frame, form);
  if (addresses.length === 0) {
    if (form.one !== '') return doneTo(back(form), say`This session was closed already.`);
    return show(frame, form.query, form, noneChosen(form));
  }
  // The button of a row ends the session at once: what stands in the field below is for those that are ticked.
  const wanted = { addresses, word: form.one === '' ? form.text : '' };
  const came = await frame.acts.endChosenSessions.request(wanted, request.permission);
  if (isAsked(came)) return asking(request, form, came, addresses);
  if (came.kind === 'invalid') return show(frame, form.query, form, came.problem);
  return doneTo(
    back(form),
    many(
      came.count,
      say`One session was closed.`,
      say`${{ count: quantity(came.count) }} sessions were closed.`,
    ),
  );
}

/** What is agreed to is what was asked about. */
function asking(
  request: PageRequest,
  form: ConnectedForm,
  asked: Asked,
  addresses: readonly string[],
): PageAnswer {
  return { kind: 'asking', asked, cancel: back(form), form: formAbout(request, addresses) };
}

/** The table as it was. */
function back({ query }: ConnectedForm): string {
  return pathTo(connectedShape, query);
}

function noneChosen({ isAll, askedAbout, picked }: ConnectedForm): Sentence {
  return isAll || askedAbout !== null || picked.size > 0
    ? say`None of these sessions is open any longer.`
    : say`Tick the sessions first, or choose all sessions of the list.`;
}

async function show(
  frame: Frame,
  query: TableQuery,
  form: ConnectedForm | null,
  problem: Sentence | '',
): Promise<PageAnswer> {
  const { sessions, unavailable } = await sessionsOrReason(frame);
  const live = liveOf(frame.machine);
  const rows = wantedRows(sessionRows(sessions, live), query);
  const found = pageOf(rows, query.page, connectedShape.size);
  // Not waited for: what the clients say is shown the next time, which comes by itself.
  void askClients(
    frame,
    found.rows.map(({ jid }) => jid),
  );
  return shown({
    template: 'jabber/connected',
    title: say`Who is connected`,
    status: unavailable !== '' ? 503 : problem !== '' ? 422 : 200,
    script: 'connected.js',
    locals: {
      paths: { message: `${CONNECTED}/message`, end: `${CONNECTED}/end` },
      unavailable,
      problem,
      isServed: frame.isOn(),
      table: tableView(connectedShape, query, found),
      hidden: shownFields(query),
      sessions: found.rows.map((row) => rowView(row, form)),
      guesses: live.news.guessed().map(guessWords),
      refusals: live.news.refusals()?.slice(0, REFUSALS).map(refusalView) ?? null,
      refusalsUnknown,
      blocked: BLOCKED,
      isAll: form?.isAll ?? false,
      text: form?.text ?? '',
    },
  });
}

function refusalView({ name, reason, address, at }: Refused) {
  return {
    name,
    reason: refusalWords(reason),
    address,
    block: blockPath(address),
    at: new Date(at).toISOString(),
  };
}

/** Where an address is blocked; `''` where it cannot be. */
function blockPath(address: string): string {
  return address === '' || isLoopback(address) ? '' : `${BLOCKED}?address=${encodeURIComponent(address)}`;
}

function rowView(row: SessionRow, form: ConnectedForm | null) {
  return {
    ...row,
    path: `/users/edit/${encodeURIComponent(row.userName)}`,
    idle: idleWords(row.idle),
    isPicked: form?.picked.has(row.jid) ?? false,
  };
}

/** A service that does not answer is not the same as no session. */
async function sessionsOrReason(frame: Frame): Promise<{
  readonly sessions: readonly ConnectedSession[];
  readonly unavailable: Sentence | '';
}> {
  try {
    return { sessions: await frame.connectedLately(), unavailable: '' };
  } catch (error) {
    return {
      sessions: [],
      unavailable: say`The list of sessions is not available: ${{ reason: troubleOf(error) }}.`,
    };
  }
}
