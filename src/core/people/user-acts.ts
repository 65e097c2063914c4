import type { FieldErrors } from '../settings.js';
import type { User } from '../user.js';
import type { Kept } from './kept.js';
import type { UserValues } from './user-values.js';
import type { Sentence } from '../words/sentence.js';

/** Who gets the data that services keep for a name under which a user is added: the new user, or it is deleted. */
export type KeptChoice = 'hand-over' | 'delete';

/** Whom to add. */
export interface WantedUser {
  readonly values: UserValues;
  /** Null before the administrator chose: then no user is added where services keep data for the name. */
  readonly kept: KeptChoice | null;
}

/** What came of adding a user. */
export type AddCame =
  | { readonly kind: 'added'; readonly userName: string }
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  /** The administrator must choose first whether the new user gets the data that is kept for the name. */
  | { readonly kind: 'kept'; readonly kept: Kept };

/** What a user is to be. */
export interface WantedEdit {
  readonly user: User;
  /** What the values were decided on; see {@link User.csn}. */
  readonly csn: string;
  readonly values: UserValues;
}

/** What came of changing a user. */
export type EditCame =
  /** `ended` says how many of the user's sessions were closed, or is `''`. */
  | { readonly kind: 'changed'; readonly ended: Sentence | '' }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  /** Another administrator changed the user after the form was read; nothing was changed now. */
  | { readonly kind: 'conflict'; readonly user: User };

/** Whom to delete, and which of the data that services keep for the name. */
export interface WantedDeletion {
  readonly user: User;
  /** True: data that only this user has is deleted, and so are the rights in places that others use too. */
  readonly own: boolean;
  /** True: places that the user owned are closed for all users. */
  readonly places: boolean;
}

/** The user is deleted; `sentence` says which sessions were closed and what was deleted beside, or is `''`. */
export interface DeleteCame {
  readonly kind: 'deleted';
  readonly sentence: Sentence | '';
}

/** Who gets which name. */
export interface WantedName {
  readonly user: User;
  readonly newName: string;
  /** For so many days no other user gets the old name; null for ever. */
  readonly days: number | null;
}

/** What came of renaming a user. */
export type RenameCame =
  /** The directory has the new name; `isFinished` is false where a service has not taken it yet, which `sentence` says. */
  | { readonly kind: 'renamed'; readonly isFinished: boolean; readonly sentence: Sentence }
  | { readonly kind: 'invalid'; readonly errors: FieldErrors };

/** Whose sessions to end. */
export interface WantedEnd {
  readonly userName: string;
  /** One session of this user; null for all. */
  readonly address: string | null;
}

/** Sessions to end, of any users. */
export interface WantedEnds {
  readonly addresses: readonly string[];
  /** What their users are told just before; `''` for nothing. */
  readonly word: string;
}

/** What came of ending some sessions. */
export type EndsCame = EndCame | InvalidMessage;

/** Sessions to whose users something is written. */
export interface WantedMessage {
  readonly addresses: readonly string[];
  readonly text: string;
}

/** What came of writing to some sessions: `delivered` of those that were `there` were still there afterwards. */
export type MessageCame =
  { readonly kind: 'sent'; readonly there: number; readonly delivered: number } | InvalidMessage;

/** Nothing can be sent, because the message is empty or too long. */
export interface InvalidMessage {
  readonly kind: 'invalid';
  readonly problem: Sentence;
}

/** So many sessions were ended. */
export interface EndCame {
  readonly kind: 'ended';
  readonly count: number;
}
