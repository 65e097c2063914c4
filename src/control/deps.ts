import type { Ports } from '../core/layout.js';
import type { Frame } from '../core/module/index.js';
import type { Clock, Log } from '../core/ports.js';
import type { Registry } from '../core/registry.js';
import type { Acts } from '../services/acts/index.js';
import type { AuditTrail } from '../services/records/audit-trail.js';
import type { CertificateSettings } from '../services/certificates/certificate-settings.js';
import type { DaemonHealth } from '../services/daemons/daemon-health.js';
import type { DaemonLogs } from '../services/daemons/daemon-logs.js';
import type { DraftSettings } from '../services/saving/draft-settings.js';
import type { ModuleStates } from '../services/enabling/module-states.js';
import type { SessionWatch } from '../services/people/session-watch.js';
import type { SaveChanges } from '../services/saving/save-changes.js';
import type { WaitingSaves } from '../services/saving/waiting/waiting-saves.js';

/** Everything that the shell asks for: the same services that the pages ask. */
export interface Deps {
  readonly registry: Registry;
  readonly draft: Pick<DraftSettings, 'view' | 'warnings' | 'pending' | 'refreshWatched'>;
  readonly modules: Pick<ModuleStates, 'rows'>;
  readonly save: Pick<
    SaveChanges,
    | 'current'
    | 'recovery'
    | 'subscribe'
    | 'preview'
    | 'differences'
    | 'drifted'
    | 'watching'
    | 'takenBack'
    | 'watchEnded'
  >;
  readonly waiting: Pick<WaitingSaves, 'waiting' | 'ended'>;
  readonly health: Pick<DaemonHealth, 'rows'>;
  /** Every change that can be asked for. */
  readonly acts: Acts;
  /** What the commands of a module are offered. */
  readonly frameOf: (module: string) => Frame;
  readonly sessionWatch: Pick<SessionWatch, 'connected'>;
  readonly ports: Ports;
  readonly audit: AuditTrail;
  readonly certificates: Pick<CertificateSettings, 'all' | 'of' | 'view'>;
  readonly logs: Pick<DaemonLogs, 'daemons' | 'view'>;
  readonly clock: Clock;
  readonly log: Log;
}
