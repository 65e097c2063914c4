import { execa } from 'execa';
import type { Log } from '../core/ports.js';
import { reasonOf } from '../errors.js';

/**
 * Tells systemd that this process serves now, where it waits for that: a unit of `Type=notify` (sd_notify(3)), of which
 * also a process of its own may speak. Elsewhere nothing happens.
 */
export async function tellServing(log: Log): Promise<void> {
  const socket = process.env['NOTIFY_SOCKET'];
  if (socket === undefined) return;
  try {
    await execa('/usr/bin/systemd-notify', ['--ready'], {
      env: { NOTIFY_SOCKET: socket },
      extendEnv: false,
      stdin: 'ignore',
    });
  } catch (error) {
    log.error(`systemd could not be told that the panel serves: ${reasonOf(error)}`);
  }
}
