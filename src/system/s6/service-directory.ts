import type { DaemonCommand } from '../../core/ports.js';
import type { SystemUser } from '../accounts.js';
import { minimalEnvironment } from '../commands.js';

/** A file of a service directory, as s6 reads it. */
export interface ServiceFile {
  /** Relative to the service directory. */
  readonly path: string;
  readonly content: string;
  readonly executable: boolean;
}

/** Our own file in a service directory: which daemons are told to stop only when this one is gone. s6 passes over it. */
export const STOPS_BEFORE = 'stops-before';

/** Open files that a daemon gets when it does not say: more makes slapd reserve memory for each. */
const usualOpenFiles = 1024;
/** Rotated log files kept of a daemon, and the bytes of each. */
const logFiles = 5;
const logFileSize = 1_000_000;
/** F_SETPIPE_SZ of fcntl(2), and the bytes of a log that wait for room on the disk: the most that needs no privilege. */
const setPipeSize = 1031;
const pipeSize = 1_048_576;
/** Deaths that are remembered of a daemon. */
const deathsRemembered = 20;

/**
 * The files of a daemon's service directory (https://skarnet.org/software/s6/servicedir.html).
 * @param folder the service directory
 * @param logs the folder that its logger writes to
 * @param user who the daemon runs as; null when it is who runs the panel
 */
export function serviceFiles(
  command: DaemonCommand,
  folder: string,
  logs: string,
  user: SystemUser | null,
): readonly ServiceFile[] {
  return [
    { path: 'run', content: runScript(command, folder, user), executable: true },
    { path: 'finish', content: finishScript, executable: true },
    { path: 'timeout-kill', content: `${command.stopSeconds * 1000}\n`, executable: false },
    { path: STOPS_BEFORE, content: `${(command.stopsBefore ?? []).join(' ')}\n`, executable: false },
    { path: 'max-death-tally', content: `${deathsRemembered}\n`, executable: false },
    { path: 'log/run', content: logScript(`${folder}/log/lock`, logs), executable: true },
  ];
}

/**
 * The daemon holds `lock` as long as it lives, and its children with it: should its s6-supervise be killed, the next one
 * waits here instead of running it twice. (s6's own `lock-fd` does not work in Debian 12's 2.11.3.)
 */
function runScript(command: DaemonCommand, folder: string, user: SystemUser | null): string {
  const environment = Object.entries({ ...minimalEnvironment, ...command.environment });
  const words = [
    ...['flock', '-F', `${folder}/lock`],
    ...['env', '-i', ...environment.map(([name, value]) => `${name}=${value}`)],
    ...['setpriv', '--no-new-privs', ...(user === null ? [] : rightsOf(user, command.capabilities ?? []))],
    ...command.argv,
  ];
  return `#!/bin/sh
# The daemon "${command.name}", run by s6-supervise. Written by ebox-jabber, which overwrites changes.
exec 2>&1
umask 027
ulimit -c 0
ulimit -S -n ${command.openFiles ?? usualOpenFiles} || ulimit -S -n "$(ulimit -H -n)"

# Deaths that nobody asked for: the first is healed at once, a loop is slowed down.
if [ -s supervise/death_tally ]; then
  since=$(date -u -d '5 minutes ago' '+%F %T')
  case $(s6-svdt . | s6-tai64nlocal -g | awk -v since="$since" '$1 " " $2 >= since' | wc -l) in
    0 | 1) pause=0 ;;
    2) pause=1 ;;
    3) pause=2 ;;
    4) pause=5 ;;
    5) pause=10 ;;
    *) pause=30 ;;
  esac
  trap 'kill "$!"; exit' TERM
  sleep "$pause" &
  wait
  trap - TERM
fi

cd /
exec ${words.map(quoted).join(' ')}
`;
}

/** Options of setpriv(1): the user and these capabilities, and no other that could ever come back. */
function rightsOf({ uid, gid }: SystemUser, capabilities: readonly string[]): readonly string[] {
  const names = capabilities.map((name) => `+${name.toLowerCase().replace(/^cap_/, '')}`);
  const only = ['-all', ...names].join(',');
  const rights = [`--inh-caps=${only}`, `--bounding-set=${only}`];
  return [
    ...[`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...rights],
    ...(names.length === 0 ? [] : [`--ambient-caps=${only}`]),
  ];
}

/**
 * Leaves in the log how the daemon ended: 256 is s6's word for "by a signal". A stop that was asked for is no crash,
 * however the daemon ends: the file `down` is there only then.
 */
const finishScript = `#!/bin/sh
if [ "$1" = 256 ]; then echo "ebox-jabber: killed by signal $2"; else echo "ebox-jabber: ended with status $1"; fi
if [ -e down ]; then exec s6-svdt-clear .; fi
`;

/**
 * `-b`, since s6-log 2.13 otherwise writes nothing as long as more comes: a loud daemon would fill the memory, then one
 * file. With it a full disk makes the daemon wait once the pipe is full, so the pipe is made as large as Linux allows.
 */
function logScript(lock: string, logs: string): string {
  const words = ['flock', '-F', lock, 's6-log', '-b', '--', `n${logFiles}`, `s${logFileSize}`, 'T', logs];
  return `#!/bin/sh
umask 077
perl -e 'fcntl STDIN, ${setPipeSize}, ${pipeSize}'
exec ${words.map(quoted).join(' ')}
`;
}

/** A word of a shell command that stands for itself. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
