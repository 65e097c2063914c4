import type { FoundServer } from './found-server.js';
import type { Machine } from '../../../core/ports.js';
import { PanelError } from '../../../errors.js';

const offered = new WeakMap<Machine, FoundServer>();

/** Remembers what the administrator was offered. */
export function promise(machine: Machine, found: FoundServer): void {
  offered.set(machine, found);
}

/**
 * Whether contacts and messages are to be copied: not where the offer said itself that they cannot be.
 * @param found the server as it is now, stopped
 * @throws PanelError `host-unsuitable` when there is less than what was offered, or it cannot be read any more
 */
export function keepsItsPromise(machine: Machine, found: FoundServer): boolean {
  const before = offered.get(machine) ?? found;
  const [then, now] = [before.storage.content, found.storage.content];
  const isUnreadable = now === null && found.storage.driver === 'sqlite';
  if (isUnreadable && (then !== null || before === found))
    throw gone(`the database ${found.storage.path ?? ''} cannot be read any more`);
  mustHave('contacts', then?.contacts, now?.contacts);
  mustHave('waiting messages', then?.messages, now?.messages);
  mustHave('names', then?.owners.length, now?.owners.length);
  mustHave('permanent rooms', before.rooms?.list.length, found.rooms?.list.length);
  return now !== null;
}

function mustHave(what: string, then = 0, now = 0): void {
  if (now < then) throw gone(`there were ${then} ${what}, and now there are ${now}`);
}

function gone(what: string): PanelError {
  return new PanelError('host-unsuitable', { reason: `It no longer has what was offered: ${what}` });
}
