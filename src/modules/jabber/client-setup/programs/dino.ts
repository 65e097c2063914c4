import type { ClientProgram } from '../../../../core/module/index.js';
import { say } from '../../../../core/words/sentence.js';
import { NEEDS_AUTHORITY, NEEDS_ENCRYPTION, signIn } from '../fields.js';
import type { SetUp } from '../set-up.js';

/** Dino: “Add Account” has the address and the password only; the DNS leads it to the server. */
export function dino(setUp: SetUp): ClientProgram {
  return {
    name: 'Dino',
    systems: say`Linux`,
    parts: [{ title: say`“Add Account”`, fields: signIn(say`XMPP Address`, setUp) }],
    notes: [
      say`Dino has no field for the server: it connects when the DNS leads from ${{ domain: setUp.domain }} to this machine.`,
      ...(setUp.ssl === 'disabled' ? [NEEDS_ENCRYPTION] : []),
      ...(setUp.isSelfSigned ? [NEEDS_AUTHORITY] : []),
    ],
  };
}
