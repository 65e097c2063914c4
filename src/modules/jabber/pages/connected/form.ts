import type { Frame } from '../../../../core/module/index.js';
import type { FormFields, PageRequest } from '../../../../core/page.js';
import type { TableQuery } from '../../../../core/table/index.js';
import { liveOf } from '../../live/live.js';
import { connectedQuery, sessionRows, wantedRows } from './rows.js';

/** What a tick of one row is called, with a number behind it: each field of a form has a name of its own. */
const PICK = 'pick-';
/** The field with the sessions that a question was asked about, one JID a line. */
const ASKED = 'asked-about';
/** Put before the names of what the table was asked for. */
const SHOWN = 'shown-';

/** The form below the sessions, as it was sent. */
export interface ConnectedForm {
  /** What the table showed. */
  readonly query: TableQuery;
  /** The button of one row was pressed: its JID; else `''`. */
  readonly one: string;
  readonly picked: ReadonlySet<string>;
  /** What was asked about, and is answered now: these, whatever the table shows meanwhile. Null where nothing was asked. */
  readonly askedAbout: ReadonlySet<string> | null;
  /** True for all sessions that the table shows, on all of its pages. */
  readonly isAll: boolean;
  readonly text: string;
}

/** Reads the form. */
export function connectedForm(request: PageRequest): ConnectedForm {
  const picked = [...request.form].flatMap(([name, value]) => (name.startsWith(PICK) ? [value] : []));
  return {
    query: connectedQuery((name) => request.field(`${SHOWN}${name}`)),
    one: request.field('one'),
    picked: new Set(picked),
    askedAbout: request.field(ASKED) === '' ? null : new Set(request.field(ASKED).split(/\r?\n/)),
    isAll: request.field('whom') === 'all',
    text: request.field('text'),
  };
}

/** The JIDs of the sessions that were chosen and are there now. Throws when the service cannot be asked. */
export async function chosenIn(
  frame: Frame,
  { one, picked, askedAbout, isAll, query }: ConnectedForm,
): Promise<string[]> {
  const sessions = await frame.connected();
  const there = new Set(sessions.map(({ address }) => address));
  if (one !== '') return there.has(one) ? [one] : [];
  if (askedAbout !== null) return [...askedAbout].filter((jid) => there.has(jid));
  if (!isAll) return [...picked].filter((jid) => there.has(jid));
  return wantedRows(sessionRows(sessions, liveOf(frame.machine)), query).map(({ jid }) => jid);
}

/** The form as it is sent again with the answer to a question about these sessions. */
export function formAbout({ form }: PageRequest, addresses: readonly string[]): FormFields {
  return new Map([...form, [ASKED, addresses.join('\n')]]);
}

/** The hidden fields that say what the table shows. */
export function shownFields({ filters }: TableQuery): readonly (readonly [string, string])[] {
  return Object.entries(filters).map(([name, value]) => [`${SHOWN}${name}`, value]);
}
