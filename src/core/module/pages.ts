import type { PageDeclaration } from '../page.js';
import { say, type Sentence } from '../words/sentence.js';
import type { Ports } from '../layout.js';
import type { Frame } from './frame.js';

/** What a module brings to the panel in the browser, beside its settings page. */
export interface ModulePages {
  /** Its entries in the menu, in order. */
  readonly menu: readonly MenuItem[];
  /** The pages; each goes through the same checks as the panel's own. Called once. */
  declare(frame: Frame): readonly PageDeclaration[];
  /** What is left to do once the module is saved, for the list on the home page. */
  readonly lastStep?: LastStep;
  /** What can be done once it runs, for the page on which a save has ended. */
  readonly afterwards?: readonly Omit<LastStep, 'isDone'>[];
  readonly finder?: Finder;
}

/** What a module adds to the search over the panel. */
export interface Finder {
  /** The heading above what it finds: "Users". */
  readonly title: Sentence;
  /** The first of what it finds. What it throws is told in place of it. */
  find(frame: Frame, text: string): Promise<FoundThings>;
}

/** What was found. */
export interface FoundThings {
  readonly things: readonly {
    readonly label: Sentence;
    readonly note: Sentence | '';
    readonly path: string;
  }[];
  /** Where all of it is, with how many there are; null when these are all. */
  readonly more: { readonly label: Sentence; readonly path: string } | null;
}

/** What each choice means that says so by what this machine is like: setting → value → sentence. */
export type ChoiceHelp = Readonly<Record<string, Readonly<Record<string, Sentence>>>>;

/** The settings page of a module. */
export interface SettingsPage {
  readonly path: string;
  /** In the menu, and the page's heading. */
  readonly label: Sentence;
  readonly intro: Sentence | '';
  choiceHelp?(ports: Ports): ChoiceHelp;
}

/** A heading in the menu. Entries of several modules share one that has the same id. */
export interface MenuHeading {
  readonly id: string;
  readonly label: Sentence;
}

/** The heading of the settings pages. */
export const servicesHeading: MenuHeading = { id: 'services', label: say`Services` };

/** One entry of the menu. */
export interface MenuItem {
  readonly heading: MenuHeading;
  readonly label: Sentence;
  readonly path: string;
  /** A symbol of public/icons.svg. */
  readonly icon: string;
}

/** A thing that only a person can do. */
export interface LastStep {
  readonly label: Sentence;
  readonly path: string;
  readonly why: Sentence;
  /** What it throws counts as "not yet". */
  isDone(frame: Frame): Promise<boolean>;
}
