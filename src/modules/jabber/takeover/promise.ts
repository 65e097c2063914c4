import type { FoundServer } from './found-server.js';
import type { Machine } from '../../../core/ports.js';
import { PanelError } from '../../../errors.js';
import { quantity, say, type Quantity, type Sentence } from '../../../core/words/sentence.js';

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
    throw gone(say`The database ${{ file: found.storage.path ?? '' }} can no longer be read`);
  mustHave(
    then?.contacts,
    now?.contacts,
    (before, after) =>
      say`The number of contacts dropped from ${{ before }} to ${{ after }} after the panel offered to take them over`,
  );
  mustHave(
    then?.messages,
    now?.messages,
    (before, after) =>
      say`The number of waiting messages dropped from ${{ before }} to ${{ after }} after the panel offered to take them over`,
  );
  mustHave(
    then?.owners.length,
    now?.owners.length,
    (before, after) =>
      say`The number of users dropped from ${{ before }} to ${{ after }} after the panel offered to take them over`,
  );
  mustHave(
    before.rooms?.list.length,
    found.rooms?.list.length,
    (before, after) =>
      say`The number of permanent rooms dropped from ${{ before }} to ${{ after }} after the panel offered to take them over`,
  );
  return now !== null;
}

function mustHave(then = 0, now = 0, fewer: (before: Quantity, after: Quantity) => Sentence): void {
  if (now < then) throw gone(fewer(quantity(then), quantity(now)));
}

function gone(reason: Sentence): PanelError {
  return new PanelError('host-unsuitable', { reason });
}
