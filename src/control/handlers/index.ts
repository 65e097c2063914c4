import type { Deps } from '../deps.js';
import type { Handler } from '../../core/shell/handle.js';
import { certificateHandlers } from './certificates.js';
import { changeHandlers } from './changes.js';
import { savingHandlers } from './saving.js';
import { moduleHandlers } from './modules.js';
import { recordHandlers } from './records.js';
import { rowHandlers } from './rows.js';
import { settingsHandlers } from './settings.js';
import { statusHandlers } from './status.js';

/** Everything that can be asked for in the shell. What does not stand here is refused. */
export function handlers(deps: Deps): readonly Handler[] {
  return [
    ...statusHandlers(deps),
    ...moduleHandlers(deps),
    ...settingsHandlers(deps),
    ...rowHandlers(deps),
    ...changeHandlers(deps),
    ...savingHandlers(deps),
    ...recordHandlers(deps),
    ...certificateHandlers(deps),
    ...deps.registry.modules.flatMap(({ id, commands }) => commands?.handlers(deps.frameOf(id)) ?? []),
  ];
}
