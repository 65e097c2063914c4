import type { ModuleCommands } from '../../../core/module/index.js';
import { addCommand } from './add.js';
import { cardCommand } from './card.js';
import { deleteCommand } from './delete.js';
import { editCommands } from './edit.js';
import { userHandlers } from './handlers.js';
import { importCommands } from './import.js';
import { peopleNames } from './people-names.js';
import { renameCommand } from './rename.js';
import { readCommands } from './read.js';

/** The users of the directory, in the shell. */
export const userCommands: ModuleCommands = {
  commands: [
    ...readCommands,
    cardCommand,
    addCommand,
    ...editCommands,
    renameCommand,
    deleteCommand,
    ...importCommands,
  ],
  standBefore: 'certificates show',
  handlers: userHandlers,
  peopleNames,
};
