import { lineOf } from '../../core/fields/single.js';
import type { Ports } from '../../core/layout.js';
import type { Log } from '../../core/ports.js';
import type { User } from '../../core/user.js';
import { reasonOf } from '../../errors.js';
import type { Actor } from '../../core/act.js';
import type { AuditTrail } from '../records/audit-trail.js';
import type { DraftSettings } from '../saving/draft-settings.js';
import type { Kept } from '../../core/people/kept.js';
import type { NameKeeping } from './name-keeping.js';
import type { SessionWatch } from './session-watch.js';
import { userCard } from '../../core/people/user-card.js';
import { addedDeeds, changedDeeds } from './user-deeds.js';
import type { UserValues } from '../../core/people/user-values.js';
import { isUserName } from '../../core/user-name.js';
import type { AddOutcome, EditOutcome, Users } from './users.js';

/** What is needed to change users. */
export interface AuditedUsersParts {
  readonly users: Pick<Users, 'parts' | 'errorsOfNew' | 'add' | 'edit' | 'remove' | 'lastLost'>;
  readonly draft: Pick<DraftSettings, 'refreshWatched'>;
  readonly sessionWatch: Pick<SessionWatch, 'end'>;
  readonly names: Pick<NameKeeping, 'welcome' | 'kept' | 'forget'>;
  readonly audit: AuditTrail;
  readonly ports: Ports;
  readonly log: Log;
}

/** What becomes of what is kept for a name that a user is added under: the new user gets it, or it is deleted. */
export type KeptChoice = 'hand-over' | 'delete';

/** What becomes of what is kept for the name of a user who is deleted. */
export interface Forgetting {
  /** What only he had is deleted, and so are his rights in places such as chat rooms. */
  readonly own: boolean;
  /** Places that he owned end, for everybody. */
  readonly places: boolean;
}

/** What came of adding a user; `kept`: somebody must choose first what becomes of what is kept for the name. */
export type AuditedAddOutcome = AddOutcome | { readonly kind: 'kept'; readonly kept: Kept };

/** A user as an edit found him. */
export interface EditedUser {
  readonly user: User;
  /** What the values were decided on; see {@link User.csn}. */
  readonly csn: string;
}

/**
 * Changing users, for whoever asks: the change, its line in the audit log, and the end of the sessions that must not go
 * on. Throws the directory's PanelErrors.
 */
export class AuditedUsers {
  readonly #parts: AuditedUsersParts;

  constructor(parts: AuditedUsersParts) {
    this.#parts = parts;
  }

  /** @param choice null while nobody was asked: then nothing is added where something is kept for the name */
  async add(actor: Actor, values: UserValues, choice: KeptChoice | null): Promise<AuditedAddOutcome> {
    const { users, names, draft, audit } = this.#parts;
    const errors = await users.errorsOfNew(values.own, values.accounts);
    if (Object.keys(errors).length > 0) return { kind: 'invalid', errors };
    await audit.prepare();
    const userName = lineOf(values.own['userName']);
    const kept = await names.kept(userName);
    const isKept = kept.own.length + kept.places.length > 0;
    if (isKept && choice === null) return { kind: 'kept', kept };
    if (isKept && choice === 'delete') {
      const trouble = await this.#forget(actor, userName, true);
      if (trouble !== null) return { kind: 'invalid', errors: { '': `${trouble} Nobody was added.` } };
    }
    const outcome = await users.add(values.own, values.accounts);
    if (outcome.kind === 'added') {
      await draft.refreshWatched();
      const deeds = addedDeeds(outcome.userName, users.parts, values);
      const handedOver = { what: `User ${userName} gets what was kept for the name` };
      await audit.record(actor, ...deeds, ...(isKept && choice === 'hand-over' ? [handedOver] : []));
      await names.welcome(userName);
    }
    return outcome;
  }

  /** @returns what came of it and, in a sentence or `''`, what became of the user's sessions */
  async edit(
    actor: Actor,
    { user, csn }: EditedUser,
    values: UserValues,
  ): Promise<{ outcome: EditOutcome; ended: string }> {
    const { users, names, draft, audit } = this.#parts;
    await audit.prepare();
    const outcome = await users.edit(user.userName, { csn, fields: values.own, accounts: values.accounts });
    if (outcome.kind !== 'changed') return { outcome, ended: '' };
    await draft.refreshWatched();
    await audit.record(actor, ...changedDeeds(user, users.parts, values));
    await names.welcome(user.userName);
    return { outcome, ended: await this.#endedSentence(user, values) };
  }

  /** Returns what became of the user's sessions and of what was kept for the name, in sentences or `''`. */
  async remove(actor: Actor, userName: string, forgetting: Forgetting): Promise<string> {
    const { users, draft, audit } = this.#parts;
    await audit.prepare();
    // First: nobody can sign in any more, and when it is not known what became of it, nothing else is deleted.
    await users.remove(userName);
    await audit.record(actor, { what: `User ${userName} deleted` });
    await draft.refreshWatched();
    const ended = await this.#endSessions(userName);
    if (!forgetting.own || !isUserName(userName)) return ended;
    const trouble = await this.#forget(actor, userName, forgetting.places);
    return `${ended} ${trouble ?? `What was kept for the name ${userName} was deleted.`}`.trim();
  }

  /** What is kept for a user's name. Throws when that cannot be told. */
  async kept(userName: string): Promise<Kept> {
    return isUserName(userName) ? this.#parts.names.kept(userName) : { own: [], places: [] };
  }

  /** Returns in a sentence what could not be deleted, or null. */
  async #forget(actor: Actor, userName: string, endPlaces: boolean): Promise<string | null> {
    const { names, audit, log } = this.#parts;
    const what = `What was kept for the name ${userName} deleted`;
    try {
      await names.forget(userName, endPlaces);
      await audit.record(actor, { what });
      return null;
    } catch (error) {
      const reason = reasonOf(error);
      await audit.record(actor, { what, outcome: `failed: ${reason}` });
      log.error(`cannot delete all that is kept for the name ${userName}: ${reason}`);
      return `Not all that is kept for the name ${userName} could be deleted (${reason}); it is still there for the next user of that name.`;
    }
  }

  /** What whoever is about to delete the user must know, in sentences. */
  async whenDeleted(user: User): Promise<readonly string[]> {
    const { users, ports } = this.#parts;
    const lost = await users.lastLost(user, null);
    const sentences = users.parts.flatMap(({ module, section }) => {
      const values = user.accounts.find((account) => account.module === module)?.values ?? {};
      const hasAccount = userCard(users.parts, ports, user.userName, { module, values }) !== null;
      return hasAccount ? (section.whenDeleted?.(user.userName) ?? []) : [];
    });
    return [...sentences, ...(lost === null ? [] : [lost])];
  }

  /** Whoever has a new password, or an account that no longer lets him in, does not stay connected. */
  async #endedSentence({ userName, accounts }: User, after: UserValues): Promise<string> {
    const { users, ports } = this.#parts;
    const lostAccess = accounts.some(
      ({ module, values }) =>
        userCard(users.parts, ports, userName, { module, values }) !== null &&
        userCard(users.parts, ports, userName, { module, values: after.accounts[module] ?? {} }) === null,
    );
    return lostAccess || after.own['password'] !== '' ? this.#endSessions(userName) : '';
  }

  /** The watch ends them within seconds too, if the service cannot be asked just now. */
  async #endSessions(userName: string): Promise<string> {
    const { sessionWatch, log } = this.#parts;
    try {
      const ended = await sessionWatch.end(userName);
      return ended === 0 ? '' : `${ended === 1 ? '1 session was' : `${ended} sessions were`} ended.`;
    } catch (error) {
      log.error(`cannot end the sessions of ${userName} at once: ${reasonOf(error)}`);
      return 'The chat service could not be asked to end open sessions at once; they are ended as soon as it answers.';
    }
  }
}
