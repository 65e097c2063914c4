import type { Question } from './module/advice.js';
import { verbatim, type Sentence } from './words/sentence.js';

/** Who does something, and from where. */
export interface Actor {
  readonly who: string;
  /** The address of the connection, or ''. */
  readonly from: string;
  /** The number of the browser session, or ''. */
  readonly session: string;
}

/** Who did something, as a list of changes shows it: a name, or a sentence that says from where, too. */
export type Signature = string | Sentence;

export function wordsOfSignature(who: Signature): Sentence {
  return typeof who === 'string' ? verbatim(who) : who;
}

/** What was done. */
export interface Deed {
  readonly what: Sentence;
  /** The old value, if any: what somebody typed as it is, or words. */
  readonly before?: string | Sentence;
  readonly after?: string | Sentence;
  /** Left out for what is simply done. */
  readonly outcome?: Sentence;
}

/** Who asks for an act, and what this person has agreed to already. */
export interface Permission {
  readonly actor: Actor;
  /** Step-up: the administrator's password was given within the last minutes. */
  readonly isSteppedUp: boolean;
  /** The number of the answer that was given to the act's question, -1 for its last one; null: nobody was asked. */
  readonly answer: number | null;
}

/** Nothing was done, because this has to be agreed to first. What was agreed to already is null. */
export interface Asked {
  readonly kind: 'asked';
  /** Why the administrator's password is asked again. */
  readonly stepUp: Sentence | null;
  readonly question: Question | null;
}

/** What an act is told while it is done. */
export interface Doing {
  readonly actor: Actor;
  /** Which answer its question was given, -1 for the last one or where it asked nothing. */
  readonly answer: number;
  /** Writes down what was done, in the name of the person who asked. */
  readonly record: (...deeds: readonly Deed[]) => Promise<void>;
}

/** What came of something: each kind of outcome has a name. */
export interface Outcome {
  readonly kind: string;
}

/**
 * A change that somebody may ask for. A page and a command never make it themselves: they ask for it through
 * {@link Gated}, which asks, checks and writes down first.
 */
export interface Act<Wanted, Came extends Outcome> {
  /** Names it among all acts: `users.edit`. */
  readonly name: string;
  /** What it is called in the audit log when it fails: "User anna changed". */
  title(wanted: Wanted): Sentence;
  /** Looks at what is wanted; an outcome of it is given back, and nothing is asked or done. */
  check?(wanted: Wanted): Came | null | Promise<Came | null>;
  /** Why it asks for the administrator's password again; null when it need not. */
  stepUp?(wanted: Wanted): Sentence | null | Promise<Sentence | null>;
  /** What it asks; null for nothing. */
  question?(wanted: Wanted): Question | null | Promise<Question | null>;
  /** Does it and records each deed. What it throws as a Trouble is recorded by the gate. */
  do(wanted: Wanted, doing: Doing): Promise<Came>;
}

/** An act as pages and commands have it: there is no way to it but this. */
export interface Gated<Wanted, Came extends Outcome> {
  readonly name: string;
  /** Does it, or says what is asked first. Throws PanelErrors; `not-recorded` when it could not be written down. */
  request(wanted: Wanted, permission: Permission): Promise<Came | Asked>;
}

/** Whether something was asked instead of done. */
export function isAsked(outcome: Outcome | Asked): outcome is Asked {
  return outcome.kind === 'asked';
}
