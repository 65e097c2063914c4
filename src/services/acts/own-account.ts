import type { AuditTrail } from '../records/audit-trail.js';
import { changePassword } from '../sign-in/acts/change-password.js';
import { chooseLanguage } from '../sign-in/acts/choose-language.js';
import { endOwnSession, signOutEverywhere } from '../sign-in/acts/end-session.js';
import type { OwnLanguage } from '../sign-in/own-language.js';
import type { Sessions } from '../sign-in/sessions.js';
import type { SignIn } from '../sign-in/sign-in.js';
import { gated } from './gate.js';

/** What somebody may change of the own account in the panel, each behind the gate. */
export type OwnAccountActs = ReturnType<typeof createOwnAccountActs>;

/** Puts each act behind the gate. */
export function createOwnAccountActs({
  audit,
  signIn,
  sessions,
  ownLanguage,
}: {
  readonly audit: AuditTrail;
  readonly signIn: Pick<SignIn, 'changePassword'>;
  readonly sessions: Sessions;
  readonly ownLanguage: OwnLanguage;
}) {
  return {
    chooseLanguage: gated(audit, chooseLanguage(ownLanguage)),
    changePassword: gated(audit, changePassword(signIn)),
    endSession: gated(audit, endOwnSession(sessions)),
    signOutEverywhere: gated(audit, signOutEverywhere(sessions)),
  } as const;
}
