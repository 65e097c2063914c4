import type { FieldErrors, Settings } from '../../core/settings.js';
import type { User } from '../../core/user.js';
import { PanelError } from '../../errors.js';
import { AuditedUsers } from '../../services/people/audited-users.js';
import { keptQuestion, keptWords, ownedPlaces } from '../../core/people/kept.js';
import { userCard } from '../../core/people/user-card.js';
import { userDanger } from '../../services/people/user-danger.js';
import { newUserValues, valuesOfUser, type UserValues } from '../../core/people/user-values.js';
import type { Kept } from '../../core/people/kept.js';
import type { Deps } from '../deps.js';
import { handle, type Handler } from '../handle.js';
import { conflict, invalid, needsYes } from '../refusal.js';
import { valuesFrom } from '../texts.js';
import { addUserVerb, deleteUserVerb, editUserVerb, listUsersVerb, showUserVerb } from '../verbs/users.js';

/** The module that keeps the users. */
const MODULE = 'users';
const unchanged = { changed: false, sentence: 'Nothing was changed.' };

type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The users of the directory. What is done here is in force at once. */
export function userHandlers(deps: Deps): readonly Handler[] {
  const { users, modules, registry, ports } = deps;
  const { parts } = users;
  const audited = new AuditedUsers(deps);

  function mustBeOn(): void {
    const isOn = modules.rows().some((row) => row.module.id === MODULE && row.savedEnabled);
    if (!isOn) throw new PanelError('module-not-enabled', { module: registry.get(MODULE).title });
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
      const danger = userDanger(parts, null, values);
      if (danger !== null && !yes) throw needsYes([danger]);
      const outcome = await audited.add(actor, values, kept);
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
      const danger = userDanger(parts, user, values);
      const lost = await users.lastLost(user, values.accounts);
      const asked = [danger, lost].filter((sentence) => sentence !== null);
      if (asked.length > 0 && !yes) throw needsYes(asked);
      const { outcome, ended } = await audited.edit(actor, { user, csn: user.csn }, values);
      switch (outcome.kind) {
        case 'invalid':
          throw invalid(outcome.errors);
        case 'conflict':
          throw conflict();
        case 'unchanged':
          return unchanged;
        case 'changed':
          return { changed: true, sentence: `The user ${name} was changed. ${ended}`.trim() };
      }
    }),

    handle(deleteUserVerb, async ({ name, yes, keepData, endPlaces }, actor) => {
      mustBeOn();
      const user = await found(name);
      if (user === null)
        return { changed: false, sentence: `There is no user ${name}; nothing was changed.` };
      const danger = userDanger(parts, user, null);
      if (!yes) {
        const sentences = [
          `Delete ${name}?`,
          ...(await audited.whenDeleted(user)),
          ...keptSentences(await audited.kept(name), keepData, endPlaces),
        ];
        throw needsYes(danger === null ? sentences : [...sentences, danger]);
      }
      const forgetting = { own: !keepData, places: endPlaces };
      const ended = await audited.remove(actor, user.userName, forgetting);
      return { changed: true, sentence: `The user ${name} was deleted. ${ended}`.trim() };
    }),
  ];
}

/** What becomes of what is kept for the name of a user who is about to be deleted. */
function keptSentences(kept: Kept, keepData: boolean, endPlaces: boolean): readonly string[] {
  const words = keptWords(kept);
  const owned = ownedPlaces(kept);
  const places = endPlaces
    ? 'They end, for everybody.'
    : 'They stay, and belong to the name (--end-places ends them).';
  return [
    ...(words.length === 0 ? [] : [`Kept for the name: ${words.join('; ')}.`]),
    keepData
      ? 'It stays, for the next user of that name.'
      : 'What only this user has is deleted too (--keep-data keeps it for the next user of that name).',
    ...(owned.length === 0 || keepData ? [] : [`Owned: ${owned.join(', ')}. ${places}`]),
  ];
}
