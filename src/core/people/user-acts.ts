import type { FieldErrors } from '../settings.js';
import type { User } from '../user.js';
import type { Kept } from './kept.js';
import type { UserValues } from './user-values.js';
import type { Sentence } from '../words/sentence.js';

/** What becomes of what is kept for a name that a user is added under: the new user gets it, or it is deleted. */
export type KeptChoice = 'hand-over' | 'delete';

/** Whom to add. */
export interface WantedUser {
  readonly values: UserValues;
  /** Null while nobody was asked: then nobody is added where something is kept for the name. */
  readonly kept: KeptChoice | null;
}

/** What came of adding a user. */
export type AddCame =
  | { readonly kind: 'added'; readonly userName: string }
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  /** Somebody must choose first what becomes of what is kept for the name. */
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
  /** `ended` says what became of the user's sessions, or is `''`. */
  | { readonly kind: 'changed'; readonly ended: Sentence | '' }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  /** Somebody else changed the user after the form was read; nothing was changed now. */
  | { readonly kind: 'conflict'; readonly user: User };

/** Whom to delete, and what becomes of what is kept for the name. */
export interface WantedDeletion {
  readonly user: User;
  /** What only this user had is deleted, and so are the rights in places that others use too. */
  readonly own: boolean;
  /** Places that the user owned end, for everybody. */
  readonly places: boolean;
}

/** The user is deleted; `sentence` says what became of the sessions and of what was kept, or is `''`. */
export interface DeleteCame {
  readonly kind: 'deleted';
  readonly sentence: Sentence | '';
}

/** Whose sessions to end. */
export interface WantedEnd {
  readonly userName: string;
  /** One session of this user; null for all. */
  readonly address: string | null;
}

/** So many sessions were ended. */
export interface EndCame {
  readonly kind: 'ended';
  readonly count: number;
}
