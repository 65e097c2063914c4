import type { Ports } from '../core/layout.js';
import type { Log } from '../core/ports.js';
import type { User } from '../core/user.js';
import { reasonOf } from '../errors.js';
import type { Actor, AuditTrail } from './audit-trail.js';
import type { DraftSettings } from './draft-settings.js';
import type { SessionWatch } from './session-watch.js';
import { userCard } from './user-card.js';
import { addedDeeds, changedDeeds } from './user-deeds.js';
import type { UserValues } from './user-values.js';
import type { AddOutcome, EditOutcome, Users } from './users.js';

/** What is needed to change users. */
export interface AuditedUsersParts {
  readonly users: Pick<Users, 'parts' | 'add' | 'edit' | 'remove' | 'lastLost'>;
  readonly draft: Pick<DraftSettings, 'refreshWatched'>;
  readonly sessionWatch: Pick<SessionWatch, 'end'>;
  readonly audit: AuditTrail;
  readonly ports: Ports;
  readonly log: Log;
}

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

  async add(actor: Actor, values: UserValues): Promise<AddOutcome> {
    const { users, draft, audit } = this.#parts;
    const outcome = await users.add(values.own, values.accounts);
    if (outcome.kind === 'added') {
      await draft.refreshWatched();
      await audit.record(actor, ...addedDeeds(outcome.userName, users.parts, values));
    }
    return outcome;
  }

  /** @returns what came of it and, in a sentence or `''`, what became of the user's sessions */
  async edit(
    actor: Actor,
    { user, csn }: EditedUser,
    values: UserValues,
  ): Promise<{ outcome: EditOutcome; ended: string }> {
    const { users, draft, audit } = this.#parts;
    const outcome = await users.edit(user.userName, { csn, fields: values.own, accounts: values.accounts });
    if (outcome.kind !== 'changed') return { outcome, ended: '' };
    await draft.refreshWatched();
    await audit.record(actor, ...changedDeeds(user, users.parts, values));
    return { outcome, ended: await this.#endedSentence(user, values) };
  }

  /** Returns what became of the user's sessions, in a sentence or `''`. */
  async remove(actor: Actor, userName: string): Promise<string> {
    const { users, draft, audit } = this.#parts;
    await users.remove(userName);
    await audit.record(actor, { what: `User ${userName} deleted` });
    await draft.refreshWatched();
    return this.#endSessions(userName);
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
