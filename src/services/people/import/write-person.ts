import { isDeepStrictEqual } from 'node:util';
import type { Deed, Doing } from '../../../core/act.js';
import { isKept } from '../../../core/people/kept.js';
import { newUserValues, valuesOfUser } from '../../../core/people/user-values.js';
import type { Directory } from '../../../core/ports.js';
import { Secret } from '../../../core/secret.js';
import type { FieldErrors } from '../../../core/settings.js';
import type { User } from '../../../core/user.js';
import { passage, say, type Sentence } from '../../../core/words/sentence.js';
import { PanelError } from '../../../errors.js';
import { addUser } from '../acts/add-user.js';
import { editUser } from '../acts/edit-user.js';
import type { PeopleParts } from '../acts/parts.js';
import { addedDeeds } from '../user-deeds.js';
import { userStepUp } from '../user-step-up.js';
import { uidNumbers } from '../uid-number.js';
import { nameOf } from '../users.js';
import type { ImportItem } from './import-item.js';

/** What came of writing one person. */
export type Written =
  | { readonly kind: 'written'; readonly deeds: readonly Deed[] }
  | { readonly kind: 'failed'; readonly reason: Sentence; readonly deeds: readonly Deed[] };

/**
 * Writes single people by the acts of the pages Add User and Edit User. What those do once for each user (to look what
 * waits for a save, to tell the services of a name) is done once behind all of them.
 */
export class PersonWriter {
  readonly #parts: PeopleParts;
  readonly #directory: Directory;

  /** @param kept the names for which services keep anything */
  constructor(parts: PeopleParts, directory: Directory, kept: ReadonlySet<string>) {
    const { names, users } = parts;
    const numbers = uidNumbers(directory);
    this.#directory = directory;
    this.#parts = {
      ...parts,
      users: {
        parts: users.parts,
        all: () => users.all(),
        find: (userName) => users.find(userName),
        isTaken: (userName) => users.isTaken(userName),
        errorsOfNew: (fields, accounts) => users.errorsOfNew(fields, accounts),
        errorsOfChange: (userName, fields, accounts) => users.errorsOfChange(userName, fields, accounts),
        add: (fields, accounts) => users.add(fields, accounts, numbers),
        edit: (userName, request) => users.edit(userName, request),
        remove: (userName) => users.remove(userName),
        lastLost: (user, accounts) => users.lastLost(user, accounts),
        whenDeleted: (user) => users.whenDeleted(user),
      },
      draft: { refreshWatched: () => Promise.resolve() },
      names: {
        welcome: () => Promise.resolve(),
        kept: (name) => (kept.has(name) ? names.kept(name) : Promise.resolve({ own: [], places: [] })),
        keptAmong: (userNames) => names.keptAmong(userNames),
        renaming: (name) => names.renaming(name),
        forget: (name, endPlaces) => names.forget(name, endPlaces),
      },
    };
  }

  /** Throws PanelErrors of the directory: it is not known then whether the person was written. */
  async write(item: ImportItem, doing: Doing): Promise<Written> {
    const deeds: Deed[] = [];
    const told: Doing = { ...doing, record: (...some) => Promise.resolve(void deeds.push(...some)) };
    const reason = item.kind === 'add' ? await this.#add(item, told) : await this.#change(item, told, deeds);
    // That users are added, with what all new ones get, is written down of all of them at once.
    const { parts } = this.#parts.users;
    const usual = item.kind === 'add' ? addedDeeds(item.userName, parts, newUserValues(parts)) : [];
    const special = deeds.filter((deed) => !usual.some((one) => isDeepStrictEqual(one, deed)));
    return reason === null ? { kind: 'written', deeds: special } : { kind: 'failed', reason, deeds: special };
  }

  /** Whether a new user of the import is there, with its password: then this import made it, although it did not see it. */
  async isThere({ userName, password }: ImportItem): Promise<boolean> {
    const user = await this.#find(userName);
    return user !== null && (await this.#directory.proves(nameOf(userName), new Secret(password)));
  }

  async #add(item: ImportItem, doing: Doing): Promise<Sentence | null> {
    if (await this.isThere(item)) return null;
    const { userName, own, password, kept } = item;
    const values = {
      own: { ...own, userName, password, passwordAgain: password },
      accounts: { ...newUserValues(this.#parts.users.parts).accounts, ...item.accounts },
    };
    const came = await addUser(this.#parts).do({ values, kept }, doing);
    if (came.kind === 'added') return null;
    if (came.kind === 'kept' && isKept(came.kept))
      return say`The services keep data of an earlier user of this name.`;
    return came.kind === 'invalid' ? wordsOf(came.errors) : null;
  }

  async #change(
    { userName, own, accounts, password, stepUp }: ImportItem,
    doing: Doing,
    deeds: Deed[],
  ): Promise<Sentence | null> {
    const user = await this.#find(userName);
    if (user === null) return say`This user is not there any more.`;
    const isSame = password === '' || (await this.#directory.proves(nameOf(userName), new Secret(password)));
    const fresh = isSame ? '' : password;
    const now = valuesOfUser(user);
    const values = {
      own: { ...now.own, ...own, password: fresh, passwordAgain: fresh },
      accounts: Object.fromEntries(
        Object.entries(now.accounts).map(([module, before]) => [module, { ...before, ...accounts[module] }]),
      ),
    };
    const lost = await this.#parts.users.lastLost(user, values.accounts);
    if (lost !== null) return passage(lost, ON_PAGE);
    const danger = userStepUp(this.#parts.users.parts, user, values);
    if (danger !== null && !isDeepStrictEqual(danger, stepUp)) return ON_PAGE;
    const [act, wanted] = [editUser(this.#parts), { user, csn: user.csn, values }];
    const came = (await act.check?.(wanted)) ?? (await act.do(wanted, doing));
    if (came.kind === 'invalid') return wordsOf(came.errors);
    if (came.kind === 'conflict') return say`Another administrator changed this user at the same time.`;
    if (came.kind === 'unchanged')
      deeds.push({ what: say`User ${{ user: userName }} was already as in the file` });
    return null;
  }

  async #find(userName: string): Promise<User | null> {
    try {
      return await this.#parts.users.find(userName);
    } catch (error) {
      if (error instanceof PanelError && error.code === 'directory-no-such-entry') return null;
      throw error;
    }
  }
}

const ON_PAGE = say`Change this user on the user’s page.`;

function wordsOf(errors: FieldErrors): Sentence {
  return passage(...Object.values(errors));
}
