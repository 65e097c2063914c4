import type { Frame } from '../core/module/index.js';
import type { Clock, Log } from '../core/ports.js';
import type { OwnLanguage } from '../services/sign-in/own-language.js';
import type { Languages } from '../core/words/languages.js';
import type { Registry } from '../core/registry.js';
import type { Acts } from '../services/acts/index.js';
import type { ActivityHistory } from '../services/activity/activity-history.js';
import type { ModuleExamination } from '../services/findings/module-examination.js';
import type { PanelExamination } from '../services/findings/panel-examination.js';
import type { SessionWatch } from '../services/people/session-watch.js';
import type { Users } from '../services/people/users.js';
import type { LastSave } from '../services/records/last-save.js';
import type { AuditTrail } from '../services/records/audit-trail.js';
import type { CertificateRenewal } from '../services/certificates/certificate-renewal.js';
import type { CertificateSettings } from '../services/certificates/certificate-settings.js';
import type { ClientViews } from '../services/findings/client-view.js';
import type { BeforeSaves } from '../services/saving/before-saves.js';
import type { Consequences } from '../services/saving/consequences.js';
import type { DaemonLogs } from '../services/daemons/daemon-logs.js';
import type { DaemonHealth } from '../services/daemons/daemon-health.js';
import type { DraftSettings } from '../services/saving/draft-settings.js';
import type { MachineFindings } from '../services/findings/machine-findings.js';
import type { ModuleNotices } from '../services/findings/module-notices.js';
import type { ModuleStates } from '../services/enabling/module-states.js';
import type { SaveChanges } from '../services/saving/save-changes.js';
import type { WaitingSaves } from '../services/saving/waiting/waiting-saves.js';
import type { Sessions } from '../services/sign-in/sessions.js';
import type { SignIn } from '../services/sign-in/sign-in.js';

/** How the panel is reached, and where its pages lie. */
export interface WebConfig {
  /**
   * Host names and addresses, without a port, under which the panel answers. Lower case; IPv6 without brackets. Asked
   * anew at each request, as {@link trusted} is: addresses and certificates change while the panel runs.
   */
  readonly hosts: readonly string[];
  /** True when the panel itself speaks TLS. */
  readonly secure: boolean;
  /** True when browsers trust the panel's certificate, so that it may ask for TLS from now on (HSTS). */
  readonly trusted: boolean;
  /** Absolute paths of the folders `views` and `public`. */
  readonly views: string;
  readonly public: string;
  /** How the machine calls itself. */
  readonly serverName: string;
  readonly version: string;
  /** The command that sets a new password of the administrator; where there is one for the machine. */
  readonly passwordCommand: string | null;
  /** All of `public/style` in one. */
  readonly stylesheet: string;
}

/** Everything that the pages ask for. The services' public sides only, so that a test can stand in for one. */
export interface Deps {
  readonly config: WebConfig;
  readonly registry: Registry;
  readonly draft: Pick<DraftSettings, 'view' | 'warnings' | 'rowNotes' | 'pending' | 'refreshWatched'>;
  readonly modules: Pick<ModuleStates, 'rows' | 'consent'>;
  readonly save: Pick<
    SaveChanges,
    'current' | 'recovery' | 'subscribe' | 'preview' | 'drifted' | 'watching' | 'takenBack'
  >;
  readonly waiting: Pick<WaitingSaves, 'waiting' | 'ended' | 'quietTime'>;
  readonly clientViews: Pick<ClientViews, 'last' | 'look' | 'lookAtAll'>;
  readonly health: Pick<DaemonHealth, 'rows'>;
  readonly notices: Pick<ModuleNotices, 'all'>;
  readonly findings: Pick<MachineFindings, 'unwell'>;
  readonly examination: Pick<PanelExamination, 'all' | 'lookedAt'>;
  readonly ofModules: Pick<ModuleExamination, 'look'>;
  readonly sessionWatch: Pick<SessionWatch, 'seen'>;
  readonly users: Pick<Users, 'count'>;
  readonly history: Pick<ActivityHistory, 'values' | 'since'>;
  readonly lastSave: Pick<LastSave, 'get'>;
  /** Every change that can be asked for. */
  readonly acts: Acts;
  /** What the pages of a module are offered. */
  readonly frameOf: (module: string) => Frame;
  readonly audit: AuditTrail;
  readonly logs: Pick<DaemonLogs, 'daemons' | 'view' | 'together' | 'togetherSince'>;
  readonly certificates: Pick<CertificateSettings, 'all' | 'view' | 'shownByPanel' | 'uploadName'>;
  readonly renewal: Pick<CertificateRenewal, 'outlooks'>;
  readonly beforeSaves: Pick<BeforeSaves, 'all'>;
  readonly consequences: Pick<Consequences, 'all'>;
  readonly signIn: Pick<
    SignIn,
    'attempt' | 'prove' | 'changePassword' | 'mark' | 'firstCommand' | 'guessing' | 'knowsDevice'
  >;
  readonly sessions: Sessions;
  readonly languages: Languages;
  readonly ownLanguage: OwnLanguage;
  readonly clock: Clock;
  readonly log: Log;
}
