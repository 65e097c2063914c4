import type { AttributeChange, DirectoryEntry } from '../directory.js';
import type { Field } from '../fields/field.js';
import type { SignIns } from '../people/lately.js';
import type { PasswordRule } from '../password.js';
import type { Directory, Machine } from '../ports.js';
import type { FieldErrors, Settings } from '../settings.js';
import type { Sentence } from '../words/sentence.js';

/** The section that a module adds to a user's page. */
export interface AccountSection {
  readonly title: Sentence;
  readonly fields: readonly Field[];
  /** What stands below the title. `enabled` tells whether the module is. */
  notes(enabled: boolean): readonly Sentence[];
  /** Why a user of this name cannot have an account, or null. */
  cannotHave(userName: string): Sentence | null;
  /**
   * What of the account waits for the next save, for the list of users; null when all of it is active.
   * @param watched the module's watched values as the active configuration has them, by their names
   */
  waits?(userName: string, values: Settings, watched: Readonly<Record<string, string>>): Sentence | null;
  /** What a new user gets. */
  initial(settings: Settings): Settings;
  /** What the entry says now. */
  read(entry: DirectoryEntry): Settings;
  check(values: Settings): FieldErrors;
  /** The changes that make the entry say `values`. */
  changes(entry: DirectoryEntry, values: Settings): readonly AttributeChange[];
  /** Attributes (with objectClass values) of a new entry, merged into those of the user. */
  attributes(userName: string, values: Settings): Readonly<Record<string, readonly string[]>>;
  /** Attributes that {@link read} needs. */
  readonly reads: readonly string[];
  /** The field that says whether the account lets the user in, with what is typed for either; not of every account. */
  readonly access?: { readonly field: string; readonly on: string; readonly off: string };
  /** What others write to the user at, and the user signs in with: `anna@school.lan`. */
  address?(userName: string, settings: Settings): string;
  /**
   * What a user whom the account lets in types into a client.
   * @param settings the module's saved settings
   * @param isActive whether the module runs with them
   */
  clientCard?(machine: Machine, userName: string, settings: Settings, isActive: boolean): Promise<ClientCard>;
  /**
   * Why this change asks for the administrator's password again; null when it need not.
   * @param before null for a new user
   * @param after what the form says, not checked yet; null when the user is deleted
   * @param hasNewPassword whether the form gives the user another password
   */
  stepUp?(before: Settings | null, after: Settings | null, hasNewPassword: boolean): Sentence | null;
  /**
   * What no user has after this change, because this user is the last who has it (Administration rights); null when others have it.
   * @param after null when the user is deleted
   */
  lastLost?(
    directory: Directory,
    userName: string,
    before: Settings,
    after: Settings | null,
  ): Promise<Sentence | null>;
  /** What a user's password must be, so that the user can sign in with it once there is an account. */
  readonly password?: PasswordRule;
  /** What the service knows of what happened to the user lately, in sentences; asks nobody. */
  happened?(machine: Machine, userName: string): readonly Sentence[];
  /** When users last signed in to the service, for the list of users. */
  signIns?(machine: Machine): SignIns;
  /** What the service does when the user is deleted. */
  whenDeleted?(userName: string): readonly Sentence[];
}

/** How a user connects a client. */
export interface ClientCard {
  /** What is the same in every client. */
  readonly fields: readonly CardField[];
  /** What opens a client of this device with the user's address. */
  readonly link: string;
  /** The link as a QR code, for the camera of a phone. */
  readonly code: QrCode;
  readonly notes: readonly Sentence[];
  /** The client programs, each with the fields of its own windows. */
  readonly programs: readonly ClientProgram[];
  /** The lines of a message to the user that says all this, for every client. */
  readonly mail: readonly (Sentence | '')[];
}

/** A QR code as an SVG path. */
export interface QrCode {
  /** Width and height in squares, without the quiet zone. */
  readonly size: number;
  readonly path: string;
}

/** A client program and what is typed into it. */
export interface ClientProgram {
  readonly name: string;
  /** The systems that it runs on. */
  readonly systems: Sentence;
  /** Each window or tab, in the order of filling them in. */
  readonly parts: readonly { readonly title: Sentence; readonly fields: readonly CardField[] }[];
  readonly notes: readonly Sentence[];
}

/** A field of a client with what the user types there, or the choice as the client names it in the user's language. */
export interface CardField {
  readonly label: Sentence;
  readonly value: string | Sentence;
}
