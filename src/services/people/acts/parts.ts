import type { Ports } from '../../../core/layout.js';
import type { Log } from '../../../core/ports.js';
import type { DraftSettings } from '../../saving/draft-settings.js';
import type { NameKeeping } from '../name-keeping.js';
import type { SessionWatch } from '../session-watch.js';
import type { Users } from '../users.js';

/** What changes people, behind the acts. */
export interface PeopleParts {
  readonly users: Pick<
    Users,
    | 'parts'
    | 'all'
    | 'find'
    | 'errorsOfNew'
    | 'errorsOfChange'
    | 'add'
    | 'edit'
    | 'remove'
    | 'lastLost'
    | 'whenDeleted'
  >;
  readonly draft: Pick<DraftSettings, 'refreshWatched'>;
  readonly sessionWatch: Pick<SessionWatch, 'end' | 'endThese' | 'tell'>;
  readonly names: Pick<NameKeeping, 'welcome' | 'kept' | 'keptAmong' | 'forget'>;
  readonly ports: Ports;
  readonly log: Log;
}
