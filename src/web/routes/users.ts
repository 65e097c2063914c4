import { Router, type Request, type Response } from 'express';
import type { FieldErrors } from '../../core/settings.js';
import type { User } from '../../core/user.js';
import { PanelError } from '../../errors.js';
import { isAsked } from '../../core/act.js';
import { keptWords, ownedPlaces, type Kept } from '../../core/people/kept.js';
import type { KeptChoice } from '../../core/people/user-acts.js';
import { userCard } from '../../core/people/user-card.js';
import {
  accountWords,
  mergeUser,
  newUserValues,
  userDifferences,
  valuesOfUser,
  type UserDifference,
  type UserValues,
} from '../../core/people/user-values.js';
import { showAsked } from '../asking.js';
import { baseUser } from '../base.js';
import type { Deps } from '../deps.js';
import type { Pages } from '../pages.js';
import { route } from '../route.js';
import { userFormFrom, userFormView } from '../user-form.js';
import { fieldOf, partOf, permissionOf, queryOf, sessionOf } from '../visit.js';

const LIST = '/users';
const ADD = '/users/add';
const editPath = (userName: string): string => `/users/edit/${encodeURIComponent(userName)}`;
const deletePath = (userName: string): string => `/users/delete/${encodeURIComponent(userName)}`;
/** The module that keeps the users. */
const MODULE = 'users';

/** What a form page shows beside the form's values. */
interface Shown {
  readonly values: UserValues;
  readonly errors?: FieldErrors;
  readonly message?: string;
  readonly status?: number;
  /** What the form began with, so that what nobody touched is known; null when that is not known. */
  readonly base?: UserValues | null;
  /** What somebody else made of the user meanwhile, where it is not what stands in the form. */
  readonly conflicts?: readonly UserDifference[];
  /** True when the change takes something that nobody else has: it is made only when that is ticked. */
  readonly asksForLoss?: boolean;
  /** What is kept for the name: the user is added only when something was chosen. */
  readonly kept?: Kept;
}

/** The users of the directory: list, add, edit, delete. What is done here is in force at once. */
export function userRoutes(
  { users, modules, names, acts, ports }: Pick<Deps, 'users' | 'modules' | 'names' | 'acts' | 'ports'>,
  pages: Pages,
): Router {
  const { parts } = users;
  const router = Router({ strict: true, caseSensitive: true });

  router.use(LIST, (request, response, next) => {
    if (modules.rows().some((row) => row.module.id === MODULE && row.savedEnabled)) {
      next();
      return;
    }
    return pages.show(request, response, { template: 'users-off', title: 'Users', locals: {} });
  });

  route(router, LIST, {
    get: async (request, response) => {
      const search = queryOf(request, 'search');
      const {
        rows,
        page,
        pages: count,
        total,
      } = await users.list(search, Number(queryOf(request, 'page')) || 1);
      const pathOf = (number: number): string =>
        `${LIST}?${new URLSearchParams({ search, page: String(number) }).toString()}`;
      await pages.show(request, response, {
        template: 'users',
        title: 'Users',
        locals: {
          search,
          total,
          position: count === 1 ? '' : `Page ${page} of ${count}`,
          previous: page > 1 ? pathOf(page - 1) : '',
          next: page < count ? pathOf(page + 1) : '',
          columns: parts.map(({ section }) => section.title),
          rows: rows.map(({ userName, fullName, accounts }) => ({
            userName,
            fullName,
            path: editPath(userName),
            accounts: parts.map((part) => {
              const account = accounts.find(({ module }) => module === part.module);
              const cannotHave = account?.cannotHave ?? null;
              return {
                words: account === undefined || cannotHave !== null ? [] : accountWords(part, account.values),
                isOn: account !== undefined && userCard(parts, ports, userName, account) !== null,
                cannotHave: cannotHave === null ? '' : `cannot have a ${part.section.title}`,
              };
            }),
          })),
        },
      });
    },
  });

  route(router, ADD, {
    get: (request, response) => {
      const { late, form = new Map() } = request;
      const values = late === undefined ? newUserValues(parts) : userFormFrom(form, parts);
      return showAdd(request, response, { values, message: late ?? '' });
    },
    post: async (request, response) => {
      const values = userFormFrom(request.form ?? new Map(), parts);
      const wanted = { values, kept: keptChoiceOf(request) };
      const outcome = await orRefused(acts.addUser.request(wanted, permissionOf(request)));
      switch (outcome.kind) {
        case 'asked':
          return showAsked(pages, request, response, outcome, LIST);
        case 'invalid':
          return showAdd(request, response, { values, errors: outcome.errors, status: 422 });
        case 'refused':
          return showAdd(request, response, { values, ...outcome });
        case 'kept':
          return showAdd(request, response, {
            values,
            errors: passwordAgain(values),
            kept: outcome.kept,
            status: 409,
          });
        case 'added':
          sessionOf(request).notify({ kind: 'done', sentence: `The user ${outcome.userName} was added.` });
          response.redirect(303, fieldOf(request, '_then') === 'edit' ? editPath(outcome.userName) : LIST);
      }
    },
  });

  route(router, '/users/edit/:name', {
    get: async (request, response) => {
      const user = await users.find(partOf(request, 'name'));
      const { late, form = new Map() } = request;
      if (late !== undefined) {
        const typed = { values: userFormFrom(form, parts), base: baseUser(request), message: late };
        return showEdit(request, response, user, fieldOf(request, '_csn'), typed);
      }
      const values = valuesOfUser(user);
      await showEdit(request, response, user, user.csn, { values, base: values });
    },
    post: async (request, response) => {
      const user = await users.find(partOf(request, 'name'));
      const form = userFormFrom(request.form ?? new Map(), parts);
      const base = baseUser(request);
      const now = valuesOfUser(user);
      // An old form does not say what it began with: then it is taken only when nobody changed anything.
      const { values, theirs, both } =
        base === null ? { values: form, theirs: [], both: [] } : mergeUser(parts, base, form, now);
      const csn = base === null ? fieldOf(request, '_csn') : user.csn;
      const again = (shown: Omit<Shown, 'values' | 'base'>): Promise<void> =>
        showEdit(request, response, user, csn, { ...shown, values, base: base === null ? null : now });
      if (both.length > 0) return again({ status: 409, conflicts: conflictsOf(values, user, both) });
      // The question is asked in the form itself, which goes on with a tick.
      const permission = { ...permissionOf(request), answer: fieldOf(request, '_lost') === 'yes' ? 0 : null };
      const outcome = await orRefused(acts.editUser.request({ user, csn, values }, permission));
      switch (outcome.kind) {
        case 'asked': {
          const { stepUp, question } = outcome;
          if (stepUp !== null || question === null)
            return showAsked(pages, request, response, outcome, editPath(user.userName));
          return again({ message: question.sentences.join(' '), status: 409, asksForLoss: true });
        }
        case 'invalid':
          return again({ errors: outcome.errors, status: 422 });
        case 'refused':
          return again(outcome);
        case 'conflict': {
          const { user: other } = outcome;
          const shown = { values, base: valuesOfUser(other), conflicts: conflictsOf(values, other, null) };
          return showEdit(request, response, other, other.csn, { ...shown, status: 409 });
        }
        case 'unchanged':
          sessionOf(request).notify({ kind: 'done', sentence: 'Nothing was changed.' });
          break;
        case 'changed': {
          const sentences = [
            `The user ${user.userName} was changed.`,
            outcome.ended,
            theirs.length === 0 ? '' : 'What somebody else changed meanwhile was left as it is now.',
          ];
          const sentence = sentences.filter((one) => one !== '').join(' ');
          sessionOf(request).notify({ kind: 'done', sentence });
        }
      }
      response.redirect(303, editPath(user.userName));
    },
  });

  /** @param only the fields that count; null for all */
  function conflictsOf(
    values: UserValues,
    theirs: User,
    only: readonly string[] | null,
  ): readonly UserDifference[] {
    return userDifferences(parts, values, theirs).filter(({ name }) => only?.includes(name) ?? true);
  }

  route(router, '/users/delete/:name', {
    get: async (request, response) => {
      const user = await users.find(partOf(request, 'name'));
      const kept = await names.kept(user.userName);
      await pages.show(request, response, {
        template: 'user-delete',
        title: `Delete ${user.userName}?`,
        locals: {
          action: deletePath(user.userName),
          cancel: editPath(user.userName),
          userName: user.userName,
          fullName: user.fullName,
          sentences: await users.whenDeleted(user, ports),
          kept: keptWords(kept),
          owned: ownedPlaces(kept),
        },
      });
    },
    post: async (request, response) => {
      const user = await users.find(partOf(request, 'name'));
      const { userName } = user;
      const wanted = {
        user,
        own: fieldOf(request, '_own') === 'on',
        places: fieldOf(request, '_places') === 'on',
      };
      // The form says already what is lost.
      const permission = { ...permissionOf(request), answer: 0 };
      const outcome = await acts.deleteUser.request(wanted, permission);
      if (isAsked(outcome)) return showAsked(pages, request, response, outcome, editPath(userName));
      sessionOf(request).notify({
        kind: 'done',
        sentence: `The user ${userName} was deleted. ${outcome.sentence}`.trim(),
      });
      response.redirect(303, LIST);
    },
  });

  function showAdd(
    request: Request,
    response: Response,
    { values, errors = {}, message = '', status = 200, kept }: Shown,
  ): Promise<void> {
    return pages.show(request, response, {
      template: 'user-add',
      title: 'Add User',
      status,
      locals: {
        action: ADD,
        message: errors[''] ?? message,
        kept: kept === undefined ? [] : keptWords(kept),
        owned: kept === undefined ? [] : ownedPlaces(kept),
        userName: values.own['userName'] ?? '',
        form: userFormView(parts, null, values, errors),
      },
    });
  }

  function showEdit(
    request: Request,
    response: Response,
    user: User,
    csn: string,
    {
      values,
      base = null,
      errors = {},
      message = '',
      status = 200,
      asksForLoss = false,
      conflicts = [],
    }: Shown,
  ): Promise<void> {
    return pages.show(request, response, {
      template: 'user-edit',
      title: 'Edit User',
      status,
      locals: {
        action: editPath(user.userName),
        deletePath: deletePath(user.userName),
        userName: user.userName,
        fullName: user.fullName,
        csn,
        asksForLoss,
        message: errors[''] ?? message,
        base: base === null ? '' : JSON.stringify(base),
        conflicts,
        form: userFormView(parts, user, values, { ...passwordAgain(values), ...errors }),
        cards: user.accounts.flatMap((account) => {
          const card = userCard(parts, ports, user.userName, account);
          return card === null ? [] : [card];
        }),
      },
    });
  }

  return router;
}

/** A page never sends a password back. Left empty after an error elsewhere, it would silently stay the old one. */
function passwordAgain({ own }: UserValues): FieldErrors {
  return (own['password'] ?? '') === '' ? {} : { password: 'Type the new password again, in both fields.' };
}

function keptChoiceOf(request: Request): KeptChoice | null {
  const choice = fieldOf(request, '_choice');
  return choice === 'hand-over' || choice === 'delete' ? choice : null;
}

interface Refused {
  readonly kind: 'refused';
  readonly message: string;
  readonly status: number;
}

/** What the directory refuses is shown above the form, which keeps what was typed. All else is for the error page. */
async function orRefused<T>(work: Promise<T>): Promise<T | Refused> {
  try {
    return await work;
  } catch (error) {
    if (
      !(error instanceof PanelError) ||
      !(error.code.startsWith('directory-') || error.code === 'not-recorded')
    )
      throw error;
    return { kind: 'refused', message: error.message, status: error.status };
  }
}
