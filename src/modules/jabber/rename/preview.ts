import type { KeptForName, ReadRecords, RenamePreview } from '../../../core/module/index.js';
import type { Machine } from '../../../core/ports.js';
import { many, quantity, say } from '../../../core/words/sentence.js';
import { panelOf } from '../panel.js';
import type { JabberSettings } from '../settings.js';
import { isOfDomain } from './contacts.js';
import { keptRecords } from './kept-records.js';
import { SECONDS } from './seconds.js';

/**
 * What follows a user to a new name, and what does not.
 * @throws Error with the reason when the chat server does not answer: then no user can be renamed
 */
export async function previewOf(
  machine: Machine,
  { domain, muc }: JabberSettings,
  userName: string,
  { own, places }: KeptForName,
  read: ReadRecords,
): Promise<RenamePreview> {
  const jid = `${userName}@${domain}`;
  await panelOf(machine).hasAccount(jid, SECONDS);
  const kept = keptRecords(await read({ what: 'kept', userName }));
  const held = kept.held.length;
  const remote = kept.own.filter((contact) => !isOfDomain(contact.jid, jid)).length;
  const made = places.filter(({ isOwned }) => isOwned).length;
  return {
    problem: places.length > 0 && !muc ? say`The chat rooms are disabled.` : null,
    follows: [
      ...own,
      ...(held === 0
        ? []
        : [
            many(
              held,
              say`the entry in the contact list of 1 other user`,
              say`the entries in the contact lists of ${{ count: quantity(held) }} other users`,
            ),
          ]),
      ...places.map(({ title }) => say`the rights in ${{ place: title }}`),
    ],
    stays: [
      say`The user types the new name into each client. Chat logs in the clients keep the old name.`,
      ...(remote === 0
        ? []
        : [
            many(
              remote,
              say`1 contact is on another server. It stays in the contact list, but the user must ask it for permission again.`,
              say`${{ count: quantity(remote) }} contacts are on other servers. They stay in the contact list, but the user must ask them for permission again.`,
            ),
          ]),
      ...(made === 0
        ? []
        : [
            say`The old name also owns the rooms that it made until the chat rooms are restarted. The old name cannot sign in.`,
          ]),
      say`Where a chat room refuses the user, it refuses the old name only.`,
    ],
  };
}
