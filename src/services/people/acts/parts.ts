import type { Ports } from '../../../core/layout.js';
import type { Clock, Log } from '../../../core/ports.js';
import type { DraftSettings } from '../../saving/draft-settings.js';
import type { NameKeeping } from '../name-keeping.js';
import type { BlockedNames } from '../renaming/blocked-names.js';
import type { Renaming } from '../renaming/renaming.js';
import type { SessionWatch } from '../session-watch.js';
import type { Users } from '../users.js';

/** What changes people, behind the acts. */
export interface PeopleParts {
  readonly users: Pick<
    Users,
    | 'parts'
    | 'all'
    | 'find'
    | 'isTaken'
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
  readonly names: Pick<NameKeeping, 'welcome' | 'kept' | 'keptAmong' | 'forget' | 'renaming'>;
  readonly renaming: Pick<Renaming, 'start' | 'unfinished'>;
  readonly blocked: Pick<BlockedNames, 'problem'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly ports: Ports;
  readonly log: Log;
}
