import type { AccountSection } from '../module/account.js';
import type { Settings } from '../settings.js';

/** A module's section of a user's page, with what is known of the module. */
export interface AccountPart {
  /** The module's id. */
  readonly module: string;
  readonly section: AccountSection;
  /** Whether the module is on in the saved state. */
  enabled(): boolean;
  /** The module's settings in the saved state. */
  settings(): Settings;
  /** The watched values of the module as the active configuration has them, by their names. */
  watched(): Readonly<Record<string, string>>;
}
