import type { Command } from '../command.js';
import { adminCommands } from './admin.js';
import { allowedCertificateCommands } from './allowed-certificates.js';
import { certificateCommands } from './certificates.js';
import { changeCommands } from './changes.js';
import { doctorCommands } from './doctor.js';
import { moduleCommands } from './modules.js';
import { recordCommands } from './records.js';
import { rowCommands } from './rows.js';
import { settingsCommands } from './settings.js';
import { statusCommands } from './status.js';
import { userCommands } from './users.js';

/** Every command, in the order of the manual. */
export const commands: readonly Command[] = [
  ...statusCommands,
  ...moduleCommands,
  ...settingsCommands,
  ...rowCommands,
  ...changeCommands,
  ...userCommands,
  ...certificateCommands,
  ...allowedCertificateCommands,
  ...recordCommands,
  ...adminCommands,
  ...doctorCommands,
];
