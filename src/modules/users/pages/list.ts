import type { Frame } from '../../../core/module/index.js';
import { shown, type PageAnswer, type PageDeclaration, type PageRequest } from '../../../core/page.js';
import type { AccountPart } from '../../../core/people/account-part.js';
import { letsIn } from '../../../core/people/user-card.js';
import type { UserRow } from '../../../core/people/user-list.js';
import { accountWords } from '../../../core/people/user-values.js';
import { pathTo, tableView } from '../../../core/table/index.js';
import { moment, say } from '../../../core/words/sentence.js';
import { accountColumn, listQuery, notPossible } from './list-shape.js';
import { ADD, editPath, EXPORT, IMPORT, LIST } from './paths.js';

/** The users of the directory, page by page: sorted, searched and filtered. */
export function listPage(frame: Frame): PageDeclaration {
  return { path: LIST, get: (request) => show(frame, request) };
}

async function show(frame: Frame, request: PageRequest): Promise<PageAnswer> {
  const { parts } = frame.people;
  const { shape, query, wanted, isLive } = listQuery(frame, request);
  const found = await frame.people.list(wanted, query.page);
  return shown({
    template: 'users/list',
    title: say`Users`,
    locals: {
      add: ADD,
      importPath: IMPORT,
      exportPath: pathTo({ ...shape, path: EXPORT }, { ...query, page: 1 }),
      isLive,
      isOnlineUnknown: isLive && !found.isOnlineKnown,
      table: tableView(shape, query, found),
      columns: parts.map(({ module, section }) => ({ name: accountColumn(module), label: section.title })),
      rows: found.rows.map((row) => ({
        userName: row.userName,
        fullName: row.fullName,
        path: editPath(row.userName),
        accounts: parts.map((part) => accountView(frame, part, row)),
        lastSignIn: row.lastSignIn === null ? '' : moment(new Date(row.lastSignIn).toISOString()),
        isOnline: row.isOnline,
      })),
    },
  });
}

/** One account in the list. */
function accountView({ people }: Frame, part: AccountPart, { userName, accounts }: UserRow) {
  const account = accounts.find(({ module }) => module === part.module);
  const isImpossible = account !== undefined && account.cannotHave !== null;
  const isPossible = account?.cannotHave === null;
  const waits =
    isPossible && part.enabled() ? part.section.waits?.(userName, account.values, part.watched()) : null;
  return {
    words: isPossible ? accountWords(part, account.values) : [],
    isOn: account !== undefined && letsIn(people.parts, userName, account),
    cannotHave: isImpossible ? notPossible(part) : '',
    waits: waits ?? '',
  };
}
