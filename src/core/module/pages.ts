import type { PageDeclaration } from '../page.js';
import type { Frame } from './frame.js';

/** What a module brings to the panel in the browser, beside its settings page. */
export interface ModulePages {
  /** Its entries in the menu, in order. */
  readonly menu: readonly MenuItem[];
  /** The pages; each goes through the same checks as the panel's own. Called once. */
  declare(frame: Frame): readonly PageDeclaration[];
  /** What is left to do once the module is saved, for the list on the home page. */
  readonly lastStep?: LastStep;
}

/** One entry of the menu. */
export interface MenuItem {
  /** The heading that it stands under. Entries of several modules may share one. */
  readonly heading: string;
  readonly label: string;
  readonly path: string;
  /** A symbol of public/icons.svg. */
  readonly icon: string;
}

/** A thing that only a person can do. */
export interface LastStep {
  readonly label: string;
  readonly path: string;
  readonly why: string;
  /** What it throws counts as "not yet". */
  isDone(frame: Frame): Promise<boolean>;
}
