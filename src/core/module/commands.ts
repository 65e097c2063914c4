import type { Asking, Command } from '../shell/command.js';
import type { Handler } from '../shell/handle.js';
import type { Frame } from './frame.js';

/** What a module brings to the shell. */
export interface ModuleCommands {
  /** Its commands of eboxctl, in the order of the manual. */
  readonly commands: readonly Command[];
  /** The command of the panel that they stand before in the manual. */
  readonly standBefore: string;
  /** What the panel does for each of their verbs. Called once. */
  handlers(frame: Frame): readonly Handler[];
  /** The names of people whom the module knows: the support bundle blanks them. Throws what the panel refuses. */
  peopleNames?(control: Asking): Promise<readonly string[]>;
}
