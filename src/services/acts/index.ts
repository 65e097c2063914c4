import type { Act, Gated, Outcome } from '../../core/act.js';
import type { Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import { chooseCertificate } from '../certificates/acts/choose.js';
import { renewCertificate } from '../certificates/acts/renew.js';
import { uploadCertificate } from '../certificates/acts/upload.js';
import type { CertificateRenewal } from '../certificates/certificate-renewal.js';
import type { CertificateSettings } from '../certificates/certificate-settings.js';
import { restart } from '../daemons/acts/restart.js';
import type { DaemonHealth } from '../daemons/daemon-health.js';
import { disable } from '../enabling/acts/disable.js';
import { enable } from '../enabling/acts/enable.js';
import type { ModuleStates } from '../enabling/module-states.js';
import { addUser } from '../people/acts/add-user.js';
import { deleteUser } from '../people/acts/delete-user.js';
import { editUser } from '../people/acts/edit-user.js';
import { endChosenSessions } from '../people/acts/end-chosen-sessions.js';
import { endSessions } from '../people/acts/end-sessions.js';
import {
  continueImport,
  endImport,
  forgetPasswords,
  handOutPasswords,
  importUsers,
  stopImport,
} from '../people/acts/import-users.js';
import { renameUser } from '../people/acts/rename-user.js';
import { messageSessions } from '../people/acts/message-sessions.js';
import type { PeopleParts } from '../people/acts/parts.js';
import type { PeopleImports } from '../people/import/people-imports.js';
import type { AuditTrail } from '../records/audit-trail.js';
import { applySettings } from '../saving/acts/apply-settings.js';
import { callOff } from '../saving/acts/call-off.js';
import { discard } from '../saving/acts/discard.js';
import { saveLater } from '../saving/acts/save-later.js';
import { save } from '../saving/acts/save.js';
import type { DraftSettings } from '../saving/draft-settings.js';
import type { PanelStateKeeper } from '../saving/panel-state.js';
import type { SaveChanges } from '../saving/save-changes.js';
import type { WaitingSaves } from '../saving/waiting/waiting-saves.js';
import { gated } from './gate.js';

/** What the acts are made of: here alone the services that change something are at hand. */
export interface ActParts extends PeopleParts {
  readonly machine: Machine;
  readonly imports: PeopleImports;
  readonly registry: Registry;
  readonly keeper: PanelStateKeeper;
  readonly audit: AuditTrail;
  readonly draft: DraftSettings;
  readonly modules: ModuleStates;
  readonly save: SaveChanges;
  readonly waiting: WaitingSaves;
  readonly health: DaemonHealth;
  readonly certificates: CertificateSettings;
  readonly renewal: CertificateRenewal;
}

/** Every change that a page or a command can ask for, each behind the gate. */
export type Acts = ReturnType<typeof createActs>;

/** Puts every act behind the gate. */
export function createActs(parts: ActParts) {
  const behind = <Wanted, Came extends Outcome>(act: Act<Wanted, Came>): Gated<Wanted, Came> =>
    gated(parts.audit, act);
  return {
    applySettings: behind(applySettings(parts.draft)),
    enableModules: behind(enable(parts)),
    disableModules: behind(disable(parts)),
    saveChanges: behind(save(parts)),
    saveLater: behind(saveLater(parts)),
    callOffSave: behind(callOff(parts)),
    discardChanges: behind(discard(parts)),
    restartDaemon: behind(restart(parts)),
    chooseCertificate: behind(chooseCertificate(parts)),
    uploadCertificate: behind(uploadCertificate(parts)),
    renewCertificate: behind(renewCertificate(parts)),
    addUser: behind(addUser(parts)),
    editUser: behind(editUser(parts)),
    deleteUser: behind(deleteUser(parts)),
    importUsers: behind(importUsers(parts.imports)),
    stopImport: behind(stopImport(parts.imports)),
    continueImport: behind(continueImport(parts.imports)),
    endImport: behind(endImport(parts.imports)),
    handOutPasswords: behind(handOutPasswords(parts.imports)),
    forgetPasswords: behind(forgetPasswords(parts.imports)),
    renameUser: behind(renameUser(parts)),
    endSessions: behind(endSessions(parts)),
    endChosenSessions: behind(endChosenSessions(parts)),
    messageSessions: behind(messageSessions(parts)),
  };
}
