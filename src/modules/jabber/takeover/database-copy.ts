import { say } from '../../../core/words/sentence.js';
import { Trouble } from '../../../errors.js';
import type { Commands } from '../../../core/ports.js';

/** Seconds that a large database may take. */
const SECONDS = 100;
/** How often it is copied anew when somebody writes to it meanwhile. */
const TRIES = 5;
/** The database, what is not merged into it yet (WAL), and what a change that was broken off would put back. */
const PARTS = ['', '-wal', '-journal'] as const;

/**
 * Copies a SQLite database that somebody else keeps, with the rights of the daemons' account and without opening it: one
 * in WAL mode cannot be opened where nothing may be written beside it, and must not be changed by looking.
 * @param to in a folder that this account may write to; the three files of an earlier copy must be gone
 * @throws PanelError `command-failed`; Trouble when a program keeps writing to it
 */
export async function copyDatabase(commands: Commands, from: string, to: string): Promise<void> {
  const run = async (...argv: readonly string[]): Promise<string> =>
    (await commands.run(argv, { account: 'chat', seconds: SECONDS })).stdout;
  // SQLite looks for the other files beside the database itself, and not beside a link to it.
  const path = await run('/usr/bin/readlink', '--canonicalize-existing', '--no-newline', '--', from);
  const stampsOf = async (): Promise<readonly string[]> =>
    Promise.all(
      PARTS.map((part) =>
        run('/usr/bin/stat', '--format=%i %s %y', '--', path + part).catch((error: unknown) => {
          if (part === '') throw error;
          return '';
        }),
      ),
    );
  for (let number = 1; number <= TRIES; number += 1) {
    const before = await stampsOf();
    for (const [index, part] of PARTS.entries()) {
      if (before[index] === '') await run('/usr/bin/rm', '--force', '--', to + part);
      else await run('/usr/bin/install', '--mode=0600', '-T', '--', path + part, to + part);
    }
    const after = await stampsOf();
    if (after.every((stamp, index) => stamp === before[index])) return;
  }
  throw new Trouble(say`Another program keeps writing to ${{ file: from }}`);
}
