import { modules } from '../../modules/index.js';
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

/** The panel's own commands, in the order of the manual. */
const ownCommands: readonly Command[] = [
  ...statusCommands,
  ...moduleCommands,
  ...settingsCommands,
  ...rowCommands,
  ...changeCommands,
  ...certificateCommands,
  ...allowedCertificateCommands,
  ...recordCommands,
  ...adminCommands,
  ...doctorCommands,
];

/** Every command, in the order of the manual: those that modules bring stand where they say. */
export const commands: readonly Command[] = ownCommands.flatMap((own) => [
  ...modules.flatMap(({ commands: brought }) => (brought?.standBefore === own.name ? brought.commands : [])),
  own,
]);
