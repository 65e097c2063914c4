import type { Frame } from '../../../core/module/index.js';
import { shown, type PageAnswer, type PageDeclaration, type PageRequest } from '../../../core/page.js';
import type { AccountPart } from '../../../core/people/account-part.js';
import { userCard } from '../../../core/people/user-card.js';
import type { UserRow } from '../../../core/people/user-list.js';
import { accountWords } from '../../../core/people/user-values.js';
import { quantity, say } from '../../../core/words/sentence.js';
import { editPath, LIST } from './paths.js';

/** The users of the directory, page by page, and a search. */
export function listPage(frame: Frame): PageDeclaration {
  return { path: LIST, get: (request) => show(frame, request) };
}

async function show(frame: Frame, request: PageRequest): Promise<PageAnswer> {
  const { parts } = frame.people;
  const search = request.query('search');
  const found = await frame.people.list(search, Number(request.query('page')) || 1);
  const { page, pages } = found;
  const pathOf = (number: number): string =>
    `${LIST}?${new URLSearchParams({ search, page: String(number) }).toString()}`;
  return shown({
    template: 'users/list',
    title: say`Users`,
    locals: {
      search,
      total: found.total,
      position: pages === 1 ? '' : say`Page ${{ page: quantity(page) }} of ${{ pages: quantity(pages) }}`,
      previous: page > 1 ? pathOf(page - 1) : '',
      next: page < pages ? pathOf(page + 1) : '',
      columns: parts.map(({ section }) => section.title),
      rows: found.rows.map((row) => ({
        userName: row.userName,
        fullName: row.fullName,
        path: editPath(row.userName),
        accounts: parts.map((part) => accountView(frame, part, row)),
      })),
    },
  });
}

/** One account in the list. */
function accountView({ people, ports }: Frame, part: AccountPart, { userName, accounts }: UserRow) {
  const account = accounts.find(({ module }) => module === part.module);
  const cannotHave = account?.cannotHave ?? null;
  return {
    words: account === undefined || cannotHave !== null ? [] : accountWords(part, account.values),
    isOn: account !== undefined && userCard(people.parts, ports, userName, account) !== null,
    cannotHave: cannotHave === null ? '' : say`${{ account: part.section.title }}: not possible`,
  };
}
