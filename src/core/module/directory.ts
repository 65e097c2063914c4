import type { Layout } from '../layout.js';

/** How the directory of users is reached, by the module that keeps it. */
export interface DirectoryDeclaration {
  /** The unix socket for the panel. */
  socket(layout: Layout): string;
  /** The unix socket for daemons that look names up, with an identity of their own that reads no password. */
  lookUpSocket(layout: Layout): string;
  /** The name of the secret that the panel signs in with; one of the module's `panelSecrets`. */
  readonly secret: string;
}
