import type { Commands } from '../../core/ports.js';

/** What systemd knows of a unit now. */
export interface UnitView {
  /** Whether systemd has read a file of this unit. */
  readonly isKnown: boolean;
  /** `running`, `auto-restart`, `dead` … (systemd's SubState). */
  readonly stage: string;
  /** 0 when there is none. */
  readonly pid: number;
  /** Seconds since its process came or went; 0 when it never ran. */
  readonly seconds: number;
  /** Restarts by systemd since the panel or an administrator last started it. */
  readonly restarts: number;
}

const properties = [
  'LoadState',
  'SubState',
  'MainPID',
  'NRestarts',
  'ExecMainStartTimestampMonotonic',
  'ExecMainExitTimestampMonotonic',
];

/** Asks systemctl(1) about a unit. */
export async function viewUnit(commands: Commands, unit: string): Promise<UnitView> {
  const { stdout } = await commands.run(['systemctl', 'show', `--property=${properties.join(',')}`, unit]);
  return parseView(stdout, Number(process.hrtime.bigint() / 1000n));
}

/**
 * Reads `NAME=VALUE` lines.
 * @param now microseconds of the monotonic clock, which systemd's `Monotonic` times are told by
 */
export function parseView(text: string, now: number): UnitView {
  const values = new Map(
    text.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  const number = (name: string): number => Number(values.get(name) ?? 0) || 0;
  const pid = number('MainPID');
  const since = number(`ExecMain${pid > 0 ? 'Start' : 'Exit'}TimestampMonotonic`);
  return {
    isKnown: values.get('LoadState') === 'loaded',
    stage: values.get('SubState') ?? '',
    pid,
    seconds: since === 0 ? 0 : Math.max(0, Math.floor((now - since) / 1_000_000)),
    restarts: number('NRestarts'),
  };
}
