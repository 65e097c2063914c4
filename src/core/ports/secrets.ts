import type { Secret } from '../secret.js';

/** The secrets that the panel makes for the daemons. */
export interface Secrets {
  /** The secret of this name; made (hex characters from a CSPRNG, 32 or so many) and kept when there is none yet. */
  named(name: string, characters?: number): Promise<Secret>;
  /** Every secret that there is, for redacting what is shown. */
  all(): Promise<readonly Secret[]>;
}
