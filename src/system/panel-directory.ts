import { tree } from '../core/directory.js';
import type { Layout } from '../core/layout.js';
import type { DirectoryDeclaration, Ground } from '../core/module/index.js';
import type { Log } from '../core/ports.js';
import type { Secret } from '../core/secret.js';
import { createDirectory } from './ldap/directory.js';

/** What is needed to reach the directory. */
export interface PanelDirectoryParts {
  readonly modules: readonly Pick<Ground, 'directory'>[];
  readonly layout: Layout;
  /** The secret of this name. */
  readonly secret: (name: string) => Promise<Secret>;
  readonly log: Log;
}

/** The directory with the panel's identity, as the module that keeps it says. Nothing is opened before it is asked. */
export function panelDirectory({
  modules,
  layout,
  secret,
  log,
}: PanelDirectoryParts): ReturnType<typeof createDirectory> {
  const declared = directoryOf(modules);
  return createDirectory({
    socket: declared.socket(layout),
    bindDn: tree.panel,
    password: () => secret(declared.secret),
    log,
  });
}

/** What the module that keeps the directory says of it. Throws where there is none. */
export function directoryOf(modules: readonly Pick<Ground, 'directory'>[]): DirectoryDeclaration {
  for (const { directory } of modules) if (directory !== null) return directory;
  throw new Error('no module keeps the directory of users');
}
