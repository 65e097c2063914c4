import type { Field } from '../../../core/fields/field.js';
import type { Frame } from '../../../core/module/index.js';
import { shown, type PageAnswer, type PageDeclaration, type PageRequest } from '../../../core/page.js';
import type { AccountPart } from '../../../core/people/account-part.js';
import { letsIn } from '../../../core/people/user-card.js';
import {
  PAGE_SIZE,
  type AccountFilter,
  type UserRow,
  type WantedUsers,
} from '../../../core/people/user-list.js';
import { accountWords } from '../../../core/people/user-values.js';
import { pathTo, readQuery, tableView, type TableQuery, type TableShape } from '../../../core/table/index.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import { ADD, editPath, EXPORT, IMPORT, LIST } from './paths.js';

/** The users of the directory, page by page: sorted, searched and filtered by what their accounts say. */
export function listPage(frame: Frame): PageDeclaration {
  return { path: LIST, get: (request) => show(frame, request) };
}

async function show(frame: Frame, request: PageRequest): Promise<PageAnswer> {
  const { parts } = frame.people;
  const { shape, query, wanted } = listQuery(frame, request);
  const found = await frame.people.list(wanted, query.page);
  return shown({
    template: 'users/list',
    title: say`Users`,
    locals: {
      add: ADD,
      importPath: IMPORT,
      exportPath: pathTo({ ...shape, path: EXPORT }, { ...query, page: 1 }),
      table: tableView(shape, query, found),
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

/** What the address of the list says: which users, and in which order. */
export function listQuery(
  { people }: Pick<Frame, 'people'>,
  request: Pick<PageRequest, 'query'>,
): { readonly shape: TableShape; readonly query: TableQuery; readonly wanted: WantedUsers } {
  const choices = accountChoices(people.parts);
  const shape = shapeOf(choices);
  const query = readQuery(shape, request.query);
  const wanted: WantedUsers = {
    search: query.filters['search'] ?? '',
    having: choices.find(({ value }) => value === query.filters['account'])?.having ?? null,
    sort: query.sort === 'fullName' ? 'fullName' : 'userName',
    isDescending: query.isDescending,
  };
  return { shape, query, wanted };
}

/** A choice of the filter: what an account says. */
interface AccountChoice {
  readonly value: string;
  readonly label: Sentence;
  readonly having: AccountFilter;
}

function shapeOf(choices: readonly AccountChoice[]): TableShape {
  return {
    path: LIST,
    size: PAGE_SIZE,
    sorts: ['userName', 'fullName'],
    filters: [
      { kind: 'text', name: 'search', label: say`User name or name` },
      ...(choices.length === 0
        ? []
        : [
            {
              kind: 'choice',
              name: 'account',
              label: say`Account`,
              choices: [{ value: '', label: say`All users` }, ...choices],
            } as const,
          ]),
    ],
  };
}

/** Everything that an account can say in few words: "Jabber account: Enabled". */
function accountChoices(parts: readonly AccountPart[]): readonly AccountChoice[] {
  const choicesOf = ({ module, section }: AccountPart, field: Field): readonly AccountChoice[] =>
    field.others(undefined).flatMap(({ value }) =>
      field.inFewWords(value).map((words) => ({
        value: `${module}.${field.name}.${field.typed(value)}`,
        label: say`${{ account: section.title }}: ${{ words }}`,
        having: { module, field: field.name, value },
      })),
    );
  return parts.flatMap((part) => part.section.fields.flatMap((field) => choicesOf(part, field)));
}

/** One account in the list. */
function accountView({ people }: Frame, part: AccountPart, { userName, accounts }: UserRow) {
  const account = accounts.find(({ module }) => module === part.module);
  const cannotHave = account?.cannotHave ?? null;
  const isPossible = account !== undefined && cannotHave === null;
  const waits =
    isPossible && part.enabled() ? part.section.waits?.(userName, account.values, part.watched()) : null;
  return {
    words: isPossible ? accountWords(part, account.values) : [],
    isOn: account !== undefined && letsIn(people.parts, userName, account),
    cannotHave: cannotHave === null ? '' : say`${{ account: part.section.title }}: not possible`,
    waits: waits ?? '',
  };
}
