import type { Layout } from '../../core/layout.js';

/** The account that runs slapd. */
export const ACCOUNT = 'directory';

/** Where the directory's things lie, all below the state folder. */
export interface DirectoryPaths {
  /** The database. */
  readonly data: string;
  /** slapd's pid file and the panel's socket. */
  readonly run: string;
  /** slapd's unix socket for the panel. */
  readonly socket: string;
  /** slapd's unix socket for the chat sign-in. */
  readonly lookUpSocket: string;
}

/** The paths below a layout. */
export function pathsOf({ state, run }: Pick<Layout, 'state' | 'run'>): DirectoryPaths {
  return {
    data: `${state}/data/directory`,
    run: `${run}/directory`,
    socket: `${run}/directory/ldapi`,
    lookUpSocket: `${run}/directory-chat/ldapi`,
  };
}
