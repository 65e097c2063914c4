import { execFile, type ExecFileException } from 'node:child_process';
import { basename } from 'node:path';
import type { Commands } from '../core/ports.js';
import { PanelError } from '../errors.js';
import type { Accounts } from './accounts.js';

/** All that a program is told of our environment. */
export const minimalEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C.UTF-8',
} as const;

/** Seconds that a program may take when the caller does not say. */
const usualSeconds = 30;
/** The most that is kept of a program's output, in bytes. */
const outputLimit = 10_000_000;

/**
 * Runs programs of this machine, in `/` and with nothing of our environment. By Node's own means: execa 9 lets the
 * panel crash when it may open no more files.
 */
export function createCommands(accounts: Accounts): Commands {
  return {
    run([program, ...args], { input, account, seconds = usualSeconds } = {}) {
      if (program === undefined) return Promise.reject(new Error('no program to run'));
      const user = account === undefined || !accounts.separate ? undefined : accounts.of(account);
      const options = {
        cwd: '/',
        env: minimalEnvironment,
        timeout: seconds * 1000,
        maxBuffer: outputLimit,
        ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
      };
      return new Promise((resolve, reject) => {
        const child = execFile(program, args, options, (error, stdout, stderr) => {
          if (error === null) {
            resolve({ stdout, stderr });
            return;
          }
          const reason = whyFailed(error, stderr, seconds);
          reject(new PanelError('command-failed', { command: basename(program), reason }, error));
        });
        // There is none when the process could not be made; one that does not read to the end says why itself.
        child.stdin?.on('error', () => undefined).end(input);
      });
    },
  };
}

function whyFailed(error: ExecFileException, stderr: string, seconds: number): string {
  if (error.code === 'EMFILE') return 'the panel has too many files open';
  if (error.killed === true) return `it took longer than ${seconds} s`;
  const lastLine = stderr.trimEnd().split('\n').at(-1)?.trim();
  if (lastLine !== undefined && lastLine !== '') return lastLine;
  if (typeof error.code === 'number') return `it ended with status ${error.code}`;
  return error.signal === undefined ? error.message : `it was killed by ${error.signal}`;
}
