import type { Log } from '../core/ports.js';
import { printable } from './printable.js';

/**
 * The panel's own log: a time, a level, and the message, one line an event.
 * @param write takes a whole line; standard output, unless a test listens
 */
export function createLog(write: (line: string) => void = (line) => process.stdout.write(line)): Log {
  const line = (level: string, message: string) =>
    write(`${new Date().toISOString()} ${level} ${printable(message)}\n`);
  return {
    info: (message) => line('info', message),
    error: (message) => line('error', message),
  };
}
