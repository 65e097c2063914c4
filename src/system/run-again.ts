import { execa, ExecaError } from 'execa';
import { say, verbatim } from '../core/words/sentence.js';
import { Trouble } from '../errors.js';
import { minimalEnvironment } from './commands.js';

/** The account that a process runs as. */
export interface ProcessOwner {
  readonly uid: number;
  readonly gid: number;
}

/** What the program that is run again gets. */
export interface RunAgain {
  /** Its arguments. */
  readonly words: readonly string[];
  /** What it reads from standard input. */
  readonly input: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Runs this very program once more, as another account; only root can. Debian 13's Node lets no process change its own
 * account (CVE-2024-22017).
 * @returns what it printed, without the last newline
 * @throws Error with the one line that it wrote to standard error, or with why it could not run
 */
export async function runAgainAs(
  { uid, gid }: ProcessOwner,
  { words, input, environment }: RunAgain,
): Promise<string> {
  const [, script = ''] = process.argv;
  try {
    const { stdout } = await execa(process.execPath, [...process.execArgv, script, ...words], {
      uid,
      gid,
      // A session of its own: that account gets no hold of root’s terminal (TIOCSTI, ioctl_tty(2)).
      detached: true,
      input,
      env: { ...minimalEnvironment, ...environment },
      extendEnv: false,
    });
    return stdout;
  } catch (error) {
    const said = error instanceof ExecaError ? String(error.stderr).trim() : '';
    // More than one line is Node's own: it could not even load the program.
    if (said !== '' && !said.includes('\n')) throw new Trouble(verbatim(said), error);
    throw new Trouble(say`The account number ${{ uid }} cannot run ${{ program: script }}.`, error);
  }
}
