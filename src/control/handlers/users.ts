import type { FieldErrors, Settings } from '../../core/settings.js';
import type { User } from '../../core/user.js';
import { PanelError } from '../../errors.js';
import { keptQuestion } from '../../core/people/kept.js';
import { userCard } from '../../core/people/user-card.js';
import { newUserValues, valuesOfUser, type UserValues } from '../../core/people/user-values.js';
import type { Deps } from '../deps.js';
import { handle, type Handler } from '../handle.js';
import { perform } from '../perform.js';
import { conflict, invalid } from '../refusal.js';
import { valuesFrom } from '../texts.js';
import { addUserVerb, deleteUserVerb, editUserVerb, listUsersVerb, showUserVerb } from '../verbs/users.js';

/** The module that keeps the users. */
const MODULE = 'users';
const unchanged = { changed: false, sentence: 'Nothing was changed.' };

/** Stands below what deleting a user asks. */
const DELETE_HINT =
  '--keep-data keeps what only this user has for the next user of that name; --end-places ends what the user made.';

type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The users of the directory. What is done here is in force at once. */
export function userHandlers(deps: Deps): readonly Handler[] {
  const frame = deps.frameOf(MODULE);
  const { people: users, ports, acts } = frame;
  const { parts } = users;

  function mustBeOn(): void {
    if (!frame.isOn())
      throw new PanelError('module-not-enabled', { module: deps.registry.get(MODULE).title });
  }

  /** The accounts as they are, with what was typed over them. Throws what is wrong with it. */
  function accountsFrom(
    before: UserValues['accounts'],
    texts: Texts,
    cannotHave: readonly string[],
  ): UserValues['accounts'] {
    const errors: Record<string, string> = {};
    for (const module of Object.keys(texts).filter((id) => !parts.some((part) => part.module === id)))
      errors[module] =
        `No module of this name has accounts. There are: ${parts.map((part) => part.module).join(', ')}.`;
    const accounts: Record<string, Settings> = {};
    for (const { module, section } of parts) {
      if (cannotHave.includes(module)) {
        if (texts[module] !== undefined) errors[module] = `This user cannot have a ${section.title}.`;
        continue;
      }
      const typed = valuesFrom(section.fields, before[module] ?? {}, texts[module] ?? {}, `${module}.`);
      Object.assign(errors, typed.errors satisfies FieldErrors);
      accounts[module] = typed.values;
    }
    if (Object.keys(errors).length > 0) throw invalid(errors);
    return accounts;
  }

  async function found(userName: string): Promise<User | null> {
    try {
      return await users.find(userName);
    } catch (error) {
      if (error instanceof PanelError && error.code === 'directory-no-such-entry') return null;
      throw error;
    }
  }

  return [
    handle(listUsersVerb, async ({ search, page }) => {
      mustBeOn();
      const { rows, ...position } = await users.list(search, page);
      return {
        users: rows.map(({ userName, fullName, accounts }) => ({
          userName,
          fullName,
          accounts: Object.fromEntries(accounts.map(({ module, values }) => [module, { ...values }])),
        })),
        ...position,
      };
    }),

    handle(showUserVerb, async ({ name }) => {
      mustBeOn();
      const user = await users.find(name);
      const { userName, firstName, lastName, fullName, comment, accounts } = user;
      return {
        userName,
        firstName,
        lastName,
        fullName,
        comment,
        accounts: Object.fromEntries(accounts.map(({ module, values }) => [module, { ...values }])),
        clients: accounts.flatMap((account) =>
          (userCard(parts, ports, userName, account)?.fields ?? []).map((field) => ({ ...field })),
        ),
      };
    }),

    handle(addUserVerb, async ({ name, password, accounts: texts, yes, ifMissing, kept, ...own }, actor) => {
      mustBeOn();
      if (ifMissing && (await found(name)) !== null)
        return { changed: false, sentence: `There is a user ${name} already; nothing was changed.` };
      const values: UserValues = {
        own: { ...own, userName: name, password, passwordAgain: password },
        accounts: accountsFrom(newUserValues(parts).accounts, texts, []),
      };
      const outcome = await perform(acts.addUser, { values, kept }, actor, yes);
      if (outcome.kind === 'invalid') throw invalid(outcome.errors);
      if (outcome.kind === 'kept') throw invalid({ kept: keptQuestion(name, outcome.kept) });
      return { changed: true, sentence: `The user ${name} was added.` };
    }),

    handle(editUserVerb, async ({ name, password, accounts: texts, yes, ...given }, actor) => {
      mustBeOn();
      const user = await users.find(name);
      const before = valuesOfUser(user);
      const cannotHave = user.accounts.filter((one) => one.cannotHave !== null).map((one) => one.module);
      const own = Object.fromEntries(
        Object.entries(given).flatMap(([field, text]) => (text === null ? [] : [[field, text]])),
      );
      const typed = password ?? '';
      const values: UserValues = {
        own: { ...before.own, ...own, password: typed, passwordAgain: typed },
        accounts: accountsFrom(before.accounts, texts, cannotHave),
      };
      const outcome = await perform(acts.editUser, { user, csn: user.csn, values }, actor, yes);
      switch (outcome.kind) {
        case 'invalid':
          throw invalid(outcome.errors);
        case 'conflict':
          throw conflict();
        case 'unchanged':
          return unchanged;
        case 'changed':
          return { changed: true, sentence: `The user ${name} was changed. ${outcome.ended}`.trim() };
      }
    }),

    handle(deleteUserVerb, async ({ name, yes, keepData, endPlaces }, actor) => {
      mustBeOn();
      const user = await found(name);
      if (user === null)
        return { changed: false, sentence: `There is no user ${name}; nothing was changed.` };
      const wanted = { user, own: !keepData, places: endPlaces };
      const { sentence } = await perform(acts.deleteUser, wanted, actor, yes, [DELETE_HINT]);
      return { changed: true, sentence: `The user ${name} was deleted. ${sentence}`.trim() };
    }),
  ];
}
