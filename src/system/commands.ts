import { closeSync, openSync } from 'node:fs';
import { basename } from 'node:path';
import { execa, ExecaError } from 'execa';
import type { Commands } from '../core/ports.js';
import { say, type Sentence, verbatim } from '../core/words/sentence.js';
import { PanelError, troubleOf } from '../errors.js';
import type { Accounts } from './accounts.js';

/** All that a program gets of our environment. */
export const minimalEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C.UTF-8',
} as const;

/** Seconds that a program may take when the caller does not say. */
const usualSeconds = 30;
/** The most that is kept of a program's output, in bytes. */
const outputLimit = 10_000_000;

/** More open files than execa needs to run a program: its pipes, and those of the system call. */
const filesOfARun = 12;

/** Runs programs of this machine, in `/` and with nothing of our environment. */
export function createCommands(accounts: Accounts): Commands {
  return {
    async run([program, ...args], { input, account, seconds = usualSeconds } = {}) {
      if (program === undefined) throw new Error('no program to run');
      const user = account === undefined || !accounts.separate ? undefined : accounts.of(account);
      try {
        mustHaveRoom();
        const { stdout, stderr } = await execa(program, args, {
          cwd: '/',
          env: minimalEnvironment,
          extendEnv: false,
          timeout: seconds * 1000,
          maxBuffer: outputLimit,
          stripFinalNewline: false,
          ...(input === undefined ? { stdin: 'ignore' } : { input }),
          // A session of its own: the other account gets no hold of root's terminal (TIOCSTI, ioctl_tty(2)).
          ...(user === undefined ? {} : { uid: user.uid, gid: user.gid, detached: true }),
        });
        return { stdout, stderr };
      } catch (error) {
        throw new PanelError(
          'command-failed',
          { command: basename(program), reason: whyFailed(error, seconds) },
          error,
        );
      }
    },
  };
}

/** Throws EMFILE when no program can be run: execa 9 would let the panel crash instead (seen with 9.6). */
function mustHaveRoom(): void {
  const held: number[] = [];
  try {
    while (held.length < filesOfARun) held.push(openSync('/dev/null', 'r'));
  } finally {
    for (const file of held) closeSync(file);
  }
}

function whyFailed(error: unknown, seconds: number): Sentence {
  if (error instanceof Error && 'code' in error && error.code === 'EMFILE') {
    return say`The panel has too many files open.`;
  }
  if (!(error instanceof ExecaError)) return troubleOf(error);
  if (error.timedOut) return say`It took longer than ${{ seconds }} s.`;
  const lastLine = String(error.stderr).trimEnd().split('\n').at(-1)?.trim();
  if (lastLine !== undefined && lastLine !== '') return verbatim(lastLine);
  if (error.exitCode !== undefined) return say`It ended with status ${{ status: error.exitCode }}.`;
  return error.signal === undefined
    ? verbatim(error.originalMessage)
    : say`It was killed by ${{ signal: error.signal }}.`;
}
