import type { AuditTrail } from '../records/audit-trail.js';
import { addUser } from '../people/acts/add-user.js';
import { deleteUser } from '../people/acts/delete-user.js';
import { editUser } from '../people/acts/edit-user.js';
import { endSessions } from '../people/acts/end-sessions.js';
import type { PeopleParts } from '../people/acts/parts.js';
import { gated } from './gate.js';

/** What the acts are made of: here alone the services that change something are at hand. */
export interface ActParts extends PeopleParts {
  readonly audit: AuditTrail;
}

/** Every change that a page or a command can ask for, each behind the gate. */
export type Acts = ReturnType<typeof createActs>;

/** Puts every act behind the gate. */
export function createActs(parts: ActParts) {
  const { audit } = parts;
  return {
    addUser: gated(audit, addUser(parts)),
    editUser: gated(audit, editUser(parts)),
    deleteUser: gated(audit, deleteUser(parts)),
    endSessions: gated(audit, endSessions(parts)),
  };
}
