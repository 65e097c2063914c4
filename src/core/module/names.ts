import type { Machine } from '../ports.js';
import type { Settings } from '../settings.js';
import type { Sentence } from '../words/sentence.js';

/** What a module's service keeps for a name beside the directory. */
export interface KeptForName {
  /** What only the owner of the name has: "3 contacts". */
  readonly own: readonly Sentence[];
  /** What others use too, and the name has rights in. */
  readonly places: readonly KeptPlace[];
}

/** A place with rights of a name. */
export interface KeptPlace {
  readonly id: string;
  /** "the room tea" */
  readonly title: Sentence;
  /** True when the rights stay for as long as the place is there. */
  readonly isOwned: boolean;
}

/** What is read of the service's own records. */
export type RecordQuestion =
  /** When each user was last there. */
  | { readonly what: 'last-seen' }
  /** All that is kept for a name and can be given to another name, but what waits. */
  | { readonly what: 'kept'; readonly userName: string }
  /** What waits for a name, a part at a time: what was stored after the record of this number. */
  | { readonly what: 'waiting'; readonly userName: string; readonly after: number };

/** A user’s name before and after. */
export interface NameChange {
  readonly from: string;
  readonly to: string;
}

/** What an administrator reads before a user gets another name. */
export interface RenamePreview {
  /** Why the name cannot be changed now, or null. */
  readonly problem: Sentence | null;
  /** What follows to the new name: “3 contacts”. */
  readonly follows: readonly Sentence[];
  /** What does not follow, a whole sentence each. */
  readonly stays: readonly Sentence[];
}

/** One record, as the module's service keeps it. Users write some of it. */
export type NameRecord = Readonly<Record<string, string | number | null>>;

/** The names that a module's service knows by itself, with what it keeps for each. */
export interface NameControl<S> {
  /** Makes the service know a name, so that nothing that is sent to it is lost. One that it knows is left alone. */
  welcome(machine: Machine, settings: S, userName: string): Promise<void>;
  /** What is kept for a name, whether the service runs or not. */
  kept(machine: Machine, settings: S, userName: string): Promise<KeptForName>;
  /** Reads the service's own records, whether it runs or not. Changes nothing. */
  records(machine: Machine, settings: S, question: RecordQuestion): Promise<readonly NameRecord[]>;
  /**
   * Takes over, once, what the service noted of earlier days and will overwrite. Quick where that was done.
   * @param read {@link NameControl.records}
   */
  remember(machine: Machine, settings: S, read: ReadRecords): Promise<void>;
  /** Those of these names for which anything is kept: for many at once. */
  keptAmong(machine: Machine, settings: S, userNames: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * What follows a name to a new one, and what does not.
   * @param kept {@link NameControl.kept} of the name
   * @throws Error with the reason when the service does not answer
   */
  renaming(
    machine: Machine,
    settings: S,
    userName: string,
    kept: KeptForName,
    read: ReadRecords,
  ): Promise<RenamePreview>;
  /**
   * Gives all that is kept for a name to a new one. The service lets neither name in meanwhile. It may be done again, from
   * the beginning, after it was interrupted at any point.
   * @param kept {@link NameControl.kept} of the old name
   * @returns what did not follow: “1 contact”
   * @throws Error with the reason when it is not finished
   */
  rename(
    machine: Machine,
    settings: S,
    names: NameChange,
    kept: KeptForName,
    read: ReadRecords,
  ): Promise<readonly Sentence[]>;
  /**
   * Deletes what only this name has, and takes away its rights in places; those in `ended` end. Only for a user who is
   * deleted, or added anew, on purpose.
   * @throws Error with the reason when not all of it was done
   */
  forget(machine: Machine, settings: S, userName: string, places: ForgottenPlaces): Promise<void>;
}

/** Reads a service's own records; throws an Error with the reason. */
export type ReadRecords = (question: RecordQuestion) => Promise<readonly NameRecord[]>;

/** What {@link NameControl.forget} does with places. */
export interface ForgottenPlaces {
  readonly left: readonly string[];
  readonly ended: readonly string[];
}

/** The same for any settings, refusing those that are none of the module's; null where the module has none. */
export function parsedNames<S>(
  names: NameControl<S> | undefined,
  parse: (settings: Settings) => S,
): NameControl<Settings> | null {
  if (names === undefined) return null;
  return {
    welcome: (machine, settings, userName) => names.welcome(machine, parse(settings), userName),
    kept: (machine, settings, userName) => names.kept(machine, parse(settings), userName),
    records: (machine, settings, question) => names.records(machine, parse(settings), question),
    remember: (machine, settings, read) => names.remember(machine, parse(settings), read),
    keptAmong: (machine, settings, userNames) => names.keptAmong(machine, parse(settings), userNames),
    renaming: (machine, settings, userName, kept, read) =>
      names.renaming(machine, parse(settings), userName, kept, read),
    rename: (machine, settings, change, kept, read) =>
      names.rename(machine, parse(settings), change, kept, read),
    forget: (machine, settings, userName, places) => names.forget(machine, parse(settings), userName, places),
  };
}
