import type { NameRecord, RecordQuestion } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import { say } from '../../core/words/sentence.js';
import { Trouble } from '../../errors.js';
import { sqlite } from './database.js';
import { pathsOf } from './paths.js';

/** Accounts whose last sign-in is told: as many as the panel keeps. */
const ACCOUNTS = 100_000;
/** Characters of the waiting messages that are read at once; the first one is read however long it is. */
const WAITING_AT_ONCE = 2_000_000;

/**
 * What sm keeps, read from its files as its own account, whether it runs or not. Each statement gives one JSON object a row:
 * the driver's columns are in templates/jabberd2/storage.sql. Nothing is written: a foreign write stops everybody's chat.
 * @throws PanelError `command-failed`
 */
export async function recordsFor(
  machine: Pick<Machine, 'files' | 'commands' | 'layout'>,
  domain: string,
  question: RecordQuestion,
): Promise<readonly NameRecord[]> {
  const { storage } = pathsOf(machine.layout);
  if (!(await machine.files.exists(storage))) return [];
  const statements = statementsFor(domain, question);
  const lines = (
    await sqlite(machine, [storage], ['PRAGMA query_only = 1;', ...statements].join('\n'))
  ).split('\n');
  return lines.filter((line) => line !== '').map(recordIn);
}

function statementsFor(domain: string, question: RecordQuestion): readonly string[] {
  if (question.what === 'last-seen') return [lastSeen(domain)];
  const jid = text(`${question.userName}@${domain}`);
  return question.what === 'kept' ? keptOf(jid, domain) : [waitingFor(jid, question.after)];
}

function lastSeen(domain: string): string {
  const end = text(`@${domain}`);
  return (
    `SELECT json_object('user', substr("collection-owner", 1, length("collection-owner") - length(${end})), ` +
    `'at', max("last-login")) FROM "status" WHERE "last-login" > 0 AND "collection-owner" LIKE '%@%' ` +
    `AND substr("collection-owner", -length(${end})) = ${end} ` +
    `GROUP BY "collection-owner" ORDER BY max("last-login") DESC LIMIT ${ACCOUNTS};`
  );
}

/**
 * Contacts in both directions, with the groups of each as the text of a JSON array; who has a rule about the name in a privacy
 * list; and what clients keep for themselves.
 */
function keptOf(jid: string, domain: string): readonly string[] {
  const contact = (kind: string, where: string): string =>
    `SELECT json_object('kind', '${kind}', 'owner', "collection-owner", 'jid', "jid", 'name', "name", ` +
    `'to', "to", 'from', "from", 'ask', "ask", 'groups', (SELECT json_group_array("group") || '' ` +
    `FROM "roster-groups" AS g WHERE g."collection-owner" = r."collection-owner" AND g."jid" = r."jid")) ` +
    `FROM "roster-items" AS r WHERE ${where};`;
  const end = text(`@${domain}`);
  return [
    contact('contact', `"collection-owner" = ${jid}`),
    contact('held', `"jid" = ${jid} AND substr("collection-owner", -length(${end})) = ${end}`),
    `SELECT json_object('kind', 'rule', 'owner', "collection-owner") FROM "privacy-items" WHERE "type" = 'jid' ` +
      `AND ("value" = ${jid} OR substr("value", 1, length(${jid}) + 1) = ${jid} || '/') GROUP BY "collection-owner";`,
    `SELECT json_object('kind', 'private', 'ns', "ns", 'xml', "xml") FROM "private" WHERE "collection-owner" = ${jid};`,
  ];
}

function waitingFor(jid: string, after: number): string {
  return (
    `SELECT json_object('number', "object-sequence", 'xml', "xml") FROM (SELECT "object-sequence", "xml", ` +
    `sum(length("xml")) OVER (ORDER BY "object-sequence") - length("xml") AS before FROM "queue" ` +
    `WHERE "collection-owner" = ${jid} AND "object-sequence" > ${String(after)}) ` +
    `WHERE before < ${String(WAITING_AT_ONCE)} ORDER BY "object-sequence";`
  );
}

/** A literal of SQL. */
function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function recordIn(line: string): NameRecord {
  const record: unknown = JSON.parse(line);
  if (typeof record !== 'object' || record === null)
    throw new Trouble(say`The database of the chat server cannot be read.`);
  return Object.fromEntries(
    Object.entries(record).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' || typeof value === 'number' ? value : null,
    ]),
  );
}
