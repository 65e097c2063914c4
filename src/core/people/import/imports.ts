import type { KeptChoice } from '../user-acts.js';
import type { Sentence } from '../../words/sentence.js';
import type { Encoding, EncodingSample } from './encoding.js';

/** What stands between two cells. */
export const separators = [';', ',', '\t', '|'] as const;
export type Separator = (typeof separators)[number];

/** How a file is read; null where the panel is to recognise it. */
export interface ReadChoices {
  readonly encoding: Encoding | null;
  readonly separator: Separator | null;
  readonly hasHeader: boolean | null;
  /** What each column is; see `columnTargets`. */
  readonly columns: readonly string[] | null;
}

/** What is done with the people in it. */
export interface DoChoices {
  /** True: new users without a password in the file get a generated one. */
  readonly generates: boolean;
  /** True: users who exist already get the password of the file. */
  readonly changesPasswords: boolean;
  /** True: users who are not in the file are disabled. */
  readonly disablesMissing: boolean;
  /** What becomes of the data that services keep for the name of a new user; null: such a user is left out. */
  readonly kept: KeptChoice | null;
}

export interface ImportChoices extends ReadChoices, DoChoices {}

/** What is chosen at first: nothing. */
export const nothingChosen: ImportChoices = {
  ...{ encoding: null, separator: null, hasHeader: null, columns: null },
  ...{ generates: false, changesPasswords: false, disablesMissing: false, kept: null },
};

/** What is wrong with a line, and what to do. */
export interface LineProblem {
  readonly line: number;
  /** The user name in this line, or what stands there instead; safe to show. */
  readonly userName: string;
  /** The label of the field, or `''`. */
  readonly field: Sentence | '';
  readonly problem: Sentence;
}

/** What an import does with one person. */
export type ImportKind = 'add' | 'change' | 'disable';

/** What the import would do with one person, for the trial run. */
export interface PlannedPerson {
  /** Null for one who is not in the file. */
  readonly line: number | null;
  readonly userName: string;
  readonly kind: ImportKind;
  readonly fullName: string;
  /** What changes, of a user who exists. */
  readonly changes: readonly {
    readonly label: Sentence;
    readonly from: Sentence | '';
    readonly to: Sentence | '';
  }[];
}

/** How many of each. */
export interface ImportCounts {
  readonly add: number;
  readonly change: number;
  readonly disable: number;
  readonly unchanged: number;
  /** Lines that are left out, because something is wrong with them. */
  readonly bad: number;
}

/** A file that was read and compared with the directory. Nothing is written by it. */
export interface CheckedImport {
  /** Null: the administrator has to say it, by the samples. */
  readonly encoding: Encoding | null;
  readonly samples: readonly EncodingSample[];
  /** Why the file cannot be read as a table, or `''`. */
  readonly trouble: Sentence | '';
  readonly separator: Separator;
  readonly hasHeader: boolean;
  readonly columns: readonly {
    readonly head: string;
    readonly target: string;
    /** What stands in it in the first lines. */
    readonly examples: readonly string[];
  }[];
  readonly notes: readonly Sentence[];
  readonly counts: ImportCounts;
  readonly problems: readonly LineProblem[];
  readonly people: readonly PlannedPerson[];
  /** True where a line was left out only because services keep data for its name. */
  readonly asksForKept: boolean;
  /** Names what would be done, so that nothing else is done than what was shown. */
  readonly digest: string;
}

/** Somebody who got a generated password. */
export interface HandedOut {
  readonly userName: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly password: string;
}

/** How the passwords are handed out: each of them once. */
export const handOutForms = ['csv', 'cards'] as const;

export type HandOutForm = (typeof handOutForms)[number];

/** The import that runs, or the last one. */
export interface ImportState {
  readonly id: string;
  /** `stopped`: it can go on. */
  readonly outcome: 'running' | 'stopped' | 'ended';
  readonly startedAt: string;
  readonly startedBy: string;
  readonly total: number;
  readonly done: number;
  readonly counts: ImportCounts;
  /** Those who could not be written, with why. */
  readonly failed: readonly {
    readonly line: number | null;
    readonly userName: string;
    readonly reason: Sentence;
  }[];
  /** Why it was stopped, or `''`. */
  readonly reason: Sentence | '';
  /** How many generated passwords wait to be handed out, and in which forms. */
  readonly passwords: number;
  readonly forms: readonly HandOutForm[];
  /** When the passwords are deleted, or a stopped import is ended, unasked, as ISO 8601, or `''`. */
  readonly until: string;
}

/** Files with people, to be looked at. What they change goes through the acts. */
export interface Imports {
  /**
   * Keeps a file in memory, for an hour at most.
   * @returns its number, for {@link check}
   */
  stage(bytes: Uint8Array): string;
  /** Forgets it. */
  forget(file: string): void;
  /** What the file is and what would be done; null when it is kept no longer. Throws the directory's PanelErrors. */
  check(file: string, choices: ImportChoices): Promise<CheckedImport | null>;
  /** The running or the last import; null when there was none. */
  state(): ImportState | null;
}

/** What is wanted of a staged file. */
export interface WantedImport {
  readonly file: string;
  readonly choices: ImportChoices;
  /** The {@link CheckedImport.digest} that was shown; null: whatever it is. */
  readonly digest: string | null;
}

/** What came of asking for an import. */
export type ImportCame =
  | { readonly kind: 'started'; readonly total: number }
  /** The file is not kept any more. */
  | { readonly kind: 'gone' }
  /** Something else would be done than was shown, or nothing can be done. */
  | { readonly kind: 'refused'; readonly problem: Sentence };

/** What came of the other acts about an import. */
export type ImportDone = { readonly kind: 'done' } | { readonly kind: 'refused'; readonly problem: Sentence };

/** What came of asking for the passwords. */
export type HandOutCame =
  | { readonly kind: 'handed'; readonly people: readonly HandedOut[] }
  | { readonly kind: 'refused'; readonly problem: Sentence };
