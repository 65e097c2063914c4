import type { Deps } from '../deps.js';
import { handle, type Handler } from '../../core/shell/handle.js';
import { auditVerb, logsVerb } from '../verbs/records.js';

/** What the daemons said, and who did what. */
export function recordHandlers({ logs, audit }: Deps): readonly Handler[] {
  return [
    handle(logsVerb, async ({ name, lines, search }) => ({
      lines: [...(await logs.view(name, { search, level: 'usual' })).lines.slice(-lines)],
    })),

    handle(auditVerb, async ({ count }) => ({
      records: (await audit.latest(count)).map((record) => ({ ...record })),
    })),
  ];
}
