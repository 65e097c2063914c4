import type { Layout } from '../../core/layout.js';
import { pathsOf } from './paths.js';

/**
 * sm's command, run after the message of the day that sm itself stores was cleared: sm sends it to everybody who signs in, no
 * stanza withdraws it, and the panel delivers its own. sm does not run then, so nobody's chat waits for the database.
 */
export function withoutOldMessage(layout: Layout, argv: readonly string[]): readonly string[] {
  return ['/bin/sh', '-c', CLEARING, pathsOf(layout).storage, ...argv];
}

const STATEMENTS = 'DELETE FROM "motd-message"; DELETE FROM "motd-times";';

/** `$0` is sm's database, and the rest the command. A database that cannot be opened keeps nobody from starting sm. */
const CLEARING =
  `if [ -s "$0" ]; then /usr/bin/sqlite3 -bail -batch -cmd ".timeout 3000" "$0" '${STATEMENTS}' ` +
  `|| echo "The old message of the day could not be cleared."; fi; exec "$@"`;
