import type { EnableStep } from '../../../core/module/index.js';
import { say } from '../../../core/words/sentence.js';
import { PanelError } from '../../../errors.js';
import { forget, remember, takeBack, type Made } from '../made.js';
import type { JabberSettings } from '../settings.js';
import { copyRooms } from './copy-rooms.js';
import { copyStorage, respellingOf } from './copy-storage.js';
import { findServer } from './found.js';
import { keepsItsPromise } from './promise.js';

const STEP = 'take-over';

/** Takes over what a chat server that somebody set up by hand kept for its users. */
export const takeOver: EnableStep<JabberSettings> = {
  what: say`Copy contacts, messages and rooms of the existing chat server`,
  why: say`Users keep their contacts, messages and rooms. The panel only reads the files of that server, and keeps copies of its configuration and database in the backups.`,
  isOffered: true,
  async run(machine, { domain }) {
    await forget(machine, STEP);
    const onMade = (made: Made): Promise<void> => remember(machine, STEP, made);
    const found = await findServer(machine);
    if (found === null)
      throw new PanelError('host-unsuitable', {
        reason: say`The chat server that the panel offered to take over no longer exists`,
      });
    const hasContent = keepsItsPromise(machine, found);

    const { files, layout, clock } = machine;
    const aside = `${layout.backups}/taken-over-${clock.now().toISOString().replace(/[:.]/g, '-')}`;
    await onMade({ undo: 'remove', path: aside });
    await files.makeFolder(aside, 'panel', 0o700);
    await files.copy(found.folder, `${aside}/configuration`);
    const owners = (found.storage.content?.owners ?? []).map((owner) => `${owner}\n`);
    await files.write(`${aside}/names`, owners.join(''), 'panel', 0o600);
    if (hasContent && found.storage.path !== null)
      await copyStorage(machine, found.storage.path, respellingOf(found, domain), aside, onMade);
    if (found.rooms !== null) await copyRooms(machine, found.rooms, domain, onMade);
  },
  undo: (machine) => takeBack(machine, STEP),
  settle: (machine) => forget(machine, STEP),
};
