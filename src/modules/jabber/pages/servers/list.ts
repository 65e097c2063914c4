import { focusFirstError } from '../../../../core/forms/focus.js';
import { textField } from '../../../../core/forms/text-field.js';
import type { Frame } from '../../../../core/module/index.js';
import { shown, type PageAnswer } from '../../../../core/page.js';
import { pageOf, tableView, type TableQuery } from '../../../../core/table/index.js';
import { allOf, say, type Sentence } from '../../../../core/words/sentence.js';
import { troubleOf } from '../../../../errors.js';
import { readable } from '../../readable.js';
import { activeServers } from '../../servers/active-servers.js';
import { failureWords } from '../../servers/failure-words.js';
import type { ServerFailure, ServerLink } from '../../servers/server-log.js';
import { serverWatchOf, type ConnectedServers } from '../../servers/server-watch.js';
import { serverTestsOf } from '../../servers/test/server-test.js';
import { SERVER_TEST } from './paths.js';
import { directionWords, serversShape, wantedLinks } from './rows.js';

/** Failures that the page shows. */
const MOST_FAILURES = 20;

/** What was typed into the form. */
interface Typed {
  readonly domain: string;
  /** What is wrong with it. */
  readonly error: Sentence | '';
  /** Why nothing was done. */
  readonly message?: Sentence | '';
}

const NOTHING: Typed = { domain: '', error: '' };

/** The servers that are connected, what failed lately, and the form that tests one. */
export async function listPage(frame: Frame, query: TableQuery, typed = NOTHING): Promise<PageAnswer> {
  const settings = activeServers(frame);
  const { known, problem } = settings === null ? { known: null, problem: '' } : await knownOrReason(frame);
  const links = wantedLinks(known?.links ?? [], query);
  const page = pageOf(links, query.page, serversShape.size);
  return shown({
    template: 'jabber/servers/list',
    title: say`Other servers`,
    status: typed.error !== '' ? 422 : problem !== '' ? 503 : 200,
    locals: {
      isServed: frame.isOn(),
      isOpen: settings !== null,
      problem,
      message: typed.message ?? '',
      allowed: settings === null ? '' : allowedWords(settings.allowedServers),
      test: { action: SERVER_TEST, field: domainField(typed), last: lastTest(frame) },
      table: tableView(serversShape, query, page),
      links: page.rows.map(linkView),
      unproved: known?.unproved ?? 0,
      isFromSockets: known?.isFromSockets ?? true,
      failures: known?.failures.slice(0, MOST_FAILURES).map(failureView) ?? [],
    },
  });
}

function domainField({ domain, error }: Typed) {
  const help = say`Such as example.org. The panel looks where its server is, connects to it, and asks it something.`;
  const label = say`Domain of the other server`;
  return focusFirstError([
    textField(
      { name: 'domain', label, help, required: true },
      { values: { domain }, errors: error === '' ? {} : { domain: error } },
    ),
  ])[0];
}

function lastTest({ machine }: Frame) {
  const last = serverTestsOf(machine).last();
  return last === null ? null : { domain: last.domain, path: SERVER_TEST };
}

function allowedWords(allowed: readonly string[]): Sentence {
  if (allowed.length === 0) return say`All servers are allowed.`;
  return say`Only these servers are allowed, with the domains below them: ${{ domains: allOf(allowed) }}. What others send, or are sent, is dropped.`;
}

function linkView({ domain, direction, address, since, isEncrypted }: ServerLink) {
  return {
    ...{ domain: readable(domain), address, isEncrypted },
    direction: directionWords(direction),
    since: new Date(since).toISOString(),
  };
}

function failureView({ domain, at, kind }: ServerFailure) {
  return { domain: readable(domain), at: new Date(at).toISOString(), reason: failureWords(kind) };
}

/** A log that cannot be read is not the same as no server. */
async function knownOrReason({
  machine,
}: Frame): Promise<{ readonly known: ConnectedServers | null; readonly problem: Sentence | '' }> {
  try {
    return { known: await serverWatchOf(machine).connected(), problem: '' };
  } catch (error) {
    const reason = troubleOf(error);
    return {
      known: null,
      problem: say`The log of the connections to other servers cannot be read: ${{ reason }}.`,
    };
  }
}
