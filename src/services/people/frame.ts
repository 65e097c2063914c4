import { choiceOf } from '../../core/draft.js';
import type { Ports } from '../../core/layout.js';
import type { Frame } from '../../core/module/index.js';
import type { PeopleActs } from '../../core/people/people.js';
import type { Imports } from '../../core/people/import/imports.js';
import type { Machine } from '../../core/ports.js';
import { gated } from '../acts/gate.js';
import type { AuditTrail } from '../records/audit-trail.js';
import type { PanelStateKeeper } from '../saving/panel-state.js';
import { csvOfUsers } from './import/export-users.js';
import { unfinishedSentence } from './acts/rename-user.js';
import type { NameKeeping } from './name-keeping.js';
import type { Renaming } from './renaming/renaming.js';
import type { SessionWatch } from './session-watch.js';
import type { Users } from './users.js';

/** What a {@link Frame} is made of. */
export interface FrameParts {
  readonly keeper: Pick<PanelStateKeeper, 'state'>;
  readonly users: Pick<Users, 'parts' | 'list' | 'namesOf' | 'find' | 'isEmpty' | 'whenDeleted'>;
  readonly names: Pick<NameKeeping, 'kept'>;
  readonly renaming: Pick<Renaming, 'unfinished'>;
  readonly sessionWatch: Pick<SessionWatch, 'connected' | 'connectedLately' | 'onLook'>;
  readonly acts: PeopleActs;
  readonly imports: Imports;
  readonly ports: Ports;
  readonly machine: Machine;
  readonly audit: Pick<AuditTrail, 'prepare' | 'recordAct'>;
}

/** What the pages and commands of one module are offered. */
export function frameOf(
  { keeper, users, names, renaming, sessionWatch, acts, imports, ports, machine, audit }: FrameParts,
  module: string,
): Frame {
  const { addUser, editUser, deleteUser, renameUser, endSessions, endChosenSessions, messageSessions } = acts;
  const { importUsers, stopImport, continueImport, endImport, handOutPasswords, forgetPasswords } = acts;
  return {
    isOn: () => choiceOf(keeper.state().saved, module).enabled,
    active: () => {
      const { enabled, settings } = choiceOf(keeper.state().saved, module);
      return enabled ? settings : null;
    },
    draft: () => choiceOf(keeper.state().draft, module).settings,
    machine,
    people: {
      parts: users.parts,
      list: (wanted, page) => users.list(wanted, page),
      find: (userName) => users.find(userName),
      isEmpty: () => users.isEmpty(),
      csv: async (wanted) => csvOfUsers(machine.directory, users.parts, await users.namesOf(wanted)),
      imports,
      whenDeleted: (user) => users.whenDeleted(user),
      kept: (userName) => names.kept(userName),
      unfinishedRename: async (userName) => {
        const unfinished = await renaming.unfinished();
        return unfinished?.to === userName ? unfinishedSentence(unfinished.reason) : null;
      },
    },
    connected: () => sessionWatch.connected(),
    connectedLately: () => sessionWatch.connectedLately(),
    onLook: (listener) =>
      sessionWatch.onLook((looked, sessions, at) => {
        if (looked === module) listener(sessions, at);
      }),
    acts: {
      ...{ addUser, editUser, deleteUser, renameUser, endSessions, endChosenSessions, messageSessions },
      ...{ importUsers, stopImport, continueImport, endImport, handOutPasswords, forgetPasswords },
    },
    gate: (act) => gated(audit, act),
    ports,
  };
}
