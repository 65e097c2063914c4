import type { Actor } from '../../../core/act.js';
import type { CardField, Frame } from '../../../core/module/index.js';
import { keptQuestion } from '../../../core/people/kept.js';
import { userCard } from '../../../core/people/user-card.js';
import { newUserValues, valuesOfUser, type UserValues } from '../../../core/people/user-values.js';
import { handle, type Handler } from '../../../core/shell/handle.js';
import { perform } from '../../../core/shell/perform.js';
import { conflict, invalid } from '../../../core/shell/refusal.js';
import type { User } from '../../../core/user.js';
import { passage, say } from '../../../core/words/sentence.js';
import { PanelError } from '../../../errors.js';
import { TITLE } from '../names.js';
import { accessTexts, accountsFrom, type AccountTexts } from './account-texts.js';
import { importHandlers } from './import-handlers.js';
import {
  accessVerb,
  addUserVerb,
  deleteUserVerb,
  editUserVerb,
  listUsersVerb,
  renameUserVerb,
  showUserVerb,
  userCardVerb,
} from './verbs.js';

/** Stands below what deleting a user asks. */
const DELETE_HINT = say`--keep-data keeps, for the next user of that name, what only this user has; --end-places also deletes the rooms that the user made.`;

/** The users of the directory. What is done here takes effect at once. */
export function userHandlers(frame: Frame): readonly Handler[] {
  return [
    listUsers(frame),
    showUser(frame),
    userCards(frame),
    addUser(frame),
    ...editUser(frame),
    deleteUser(frame),
    ...importHandlers(frame),
    renameUser(frame),
  ];
}

function mustBeOn(frame: Frame): void {
  if (!frame.isOn()) throw new PanelError('module-not-enabled', { module: TITLE });
}

async function found({ people }: Frame, userName: string): Promise<User | null> {
  try {
    return await people.find(userName);
  } catch (error) {
    if (error instanceof PanelError && error.code === 'directory-no-such-entry') return null;
    throw error;
  }
}

function accountsOf({ accounts }: Pick<User, 'accounts'>) {
  return Object.fromEntries(accounts.map(({ module, values }) => [module, { ...values }]));
}

function listUsers(frame: Frame): Handler {
  return handle(listUsersVerb, async ({ search, page }) => {
    mustBeOn(frame);
    const { rows, page: shown, pages, total } = await frame.people.list({ search }, page);
    return {
      users: rows.map((row) => ({
        userName: row.userName,
        fullName: row.fullName,
        accounts: accountsOf(row),
      })),
      ...{ page: shown, pages, total },
    };
  });
}

function showUser(frame: Frame): Handler {
  const { people } = frame;
  return handle(showUserVerb, async ({ name }) => {
    mustBeOn(frame);
    const user = await people.find(name);
    const { userName, firstName, lastName, fullName, comment } = user;
    return {
      ...{ userName, firstName, lastName, fullName, comment },
      accounts: accountsOf(user),
      clients: (await cardsOf(frame, user)).flatMap(({ fields }) => fields.map((field) => ({ ...field }))),
    };
  });
}

async function cardsOf({ machine, people }: Frame, { userName, accounts }: User) {
  const cards = accounts.map((account) => userCard(machine, people.parts, userName, account));
  return (await Promise.all(cards)).filter((card) => card !== null);
}

function userCards(frame: Frame): Handler {
  return handle(userCardVerb, async ({ name }) => {
    mustBeOn(frame);
    const cards = await cardsOf(frame, await frame.people.find(name));
    const copied = (fields: readonly CardField[]) => fields.map((field) => ({ ...field }));
    return {
      cards: cards.map(({ fields, link, notes, programs, mail, isActive }) => ({
        ...{ link, isActive, fields: copied(fields), notes: [...notes], mail: [...mail] },
        programs: programs.map((program) => ({
          ...program,
          parts: program.parts.map((part) => ({ title: part.title, fields: copied(part.fields) })),
          notes: [...program.notes],
        })),
      })),
    };
  });
}

function addUser(frame: Frame): Handler {
  const { parts } = frame.people;
  return handle(
    addUserVerb,
    async ({ name, password, accounts: texts, yes, ifMissing, kept, ...own }, actor) => {
      mustBeOn(frame);
      if (ifMissing && (await found(frame, name)) !== null)
        return {
          changed: false,
          sentence: say`The user ${{ user: name }} exists already. Nothing was changed.`,
        };
      const values: UserValues = {
        own: { ...own, userName: name, password, passwordAgain: password },
        accounts: accountsFrom(parts, newUserValues(parts).accounts, texts, []),
      };
      const outcome = await perform(frame.acts.addUser, { values, kept }, actor, yes);
      if (outcome.kind === 'invalid') throw invalid(outcome.errors);
      if (outcome.kind === 'kept') throw invalid({ kept: keptQuestion(name, outcome.kept) });
      return { changed: true, sentence: say`The user ${{ user: name }} was added.` };
    },
  );
}

function editUser(frame: Frame): readonly Handler[] {
  const { parts } = frame.people;
  return [
    handle(editUserVerb, ({ name, password, accounts, yes, ...given }, actor) => {
      const own = Object.entries(given).flatMap(([field, text]): [string, string][] =>
        text === null ? [] : [[field, text]],
      );
      const typed = password ?? '';
      const change = { ...Object.fromEntries(own), password: typed, passwordAgain: typed };
      return edit(frame, actor, { name, own: change, accounts, yes });
    }),
    handle(accessVerb, ({ name, letIn, yes }, actor) => {
      const own = { password: '', passwordAgain: '' };
      return edit(frame, actor, { name, own, accounts: accessTexts(parts, letIn), yes });
    }),
  ];
}

/** What is to be different of a user. */
interface Change {
  readonly name: string;
  readonly own: UserValues['own'];
  readonly accounts: AccountTexts;
  readonly yes: boolean;
}

async function edit(frame: Frame, actor: Actor, { name, own, accounts: texts, yes }: Change) {
  mustBeOn(frame);
  const user = await frame.people.find(name);
  const before = valuesOfUser(user);
  const cannotHave = user.accounts.filter((one) => one.cannotHave !== null).map((one) => one.module);
  const values: UserValues = {
    own: { ...before.own, ...own },
    accounts: accountsFrom(frame.people.parts, before.accounts, texts, cannotHave),
  };
  const outcome = await perform(frame.acts.editUser, { user, csn: user.csn, values }, actor, yes);
  switch (outcome.kind) {
    case 'invalid':
      throw invalid(outcome.errors);
    case 'conflict':
      throw conflict();
    case 'unchanged':
      return { changed: false, sentence: say`Nothing was changed.` };
    case 'changed':
      return {
        changed: true,
        sentence: passage(say`The user ${{ user: name }} was changed.`, outcome.ended),
      };
  }
}

function deleteUser(frame: Frame): Handler {
  return handle(deleteUserVerb, async ({ name, yes, keepData, endPlaces }, actor) => {
    mustBeOn(frame);
    const user = await found(frame, name);
    if (user === null)
      return { changed: false, sentence: say`There is no user ${{ user: name }}. Nothing was changed.` };
    const wanted = { user, own: !keepData, places: endPlaces };
    const { sentence } = await perform(frame.acts.deleteUser, wanted, actor, yes, [DELETE_HINT]);
    return {
      changed: true,
      sentence: passage(say`The user ${{ user: name }} was deleted.`, sentence),
    };
  });
}

function renameUser(frame: Frame): Handler {
  return handle(renameUserVerb, async ({ name, newName, blockDays, yes }, actor) => {
    mustBeOn(frame);
    if (!/^(ever|\d{1,5})$/.test(blockDays))
      throw invalid({ 'block-days': say`Type a number of days, or “ever”.` });
    const user = await found(frame, name);
    // A rename that was done already is no error, so that the command can be repeated.
    if (user === null && (await found(frame, newName)) !== null)
      return { changed: false, sentence: say`There is no user ${{ user: name }}. Nothing was changed.` };
    if (user === null) throw new PanelError('directory-no-such-entry');
    const days = blockDays === 'ever' ? null : Number(blockDays);
    const outcome = await perform(frame.acts.renameUser, { user, newName, days }, actor, yes);
    if (outcome.kind === 'invalid') throw invalid(outcome.errors);
    return { changed: true, sentence: outcome.sentence };
  });
}
