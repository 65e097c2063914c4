import type { FolderDeclaration } from '../../core/module/index.js';
import { ACCOUNT, pathsOf } from './paths.js';

/** The folders of slapd's sockets: one for the panel, one for the chat sign-in. */
export const folders: readonly FolderDeclaration[] = [
  { path: 'run/directory-chat', owner: ACCOUNT, group: 'chat', mode: 0o710 },
  {
    path: 'run/directory',
    owner: ACCOUNT,
    group: 'panel',
    mode: 0o710,
    // The chat sign-in of an older version comes through the panel's socket, until the next save.
    async olderMode({ files, layout }) {
      const signIn = await files.read(`${layout.live}/sign-in/settings.json`).catch(() => null);
      return signIn?.includes(JSON.stringify(pathsOf(layout).socket)) === true ? 0o711 : null;
    },
  },
];
