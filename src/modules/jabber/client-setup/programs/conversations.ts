import type { ClientProgram } from '../../../../core/module/index.js';
import { say } from '../../../../core/words/sentence.js';
import { field, NEEDS_ENCRYPTION, signIn } from '../fields.js';
import type { SetUp } from '../set-up.js';

/** Conversations: “I already have an account”, and its fields of “Extended connection settings”. */
export function conversations(setUp: SetUp): ClientProgram {
  const { server, tlsPort, port, ssl } = setUp;
  return {
    name: 'Conversations',
    systems: say`Android`,
    parts: [
      { title: say`“I already have an account”`, fields: signIn(say`XMPP address`, setUp) },
      ...(server === '' || ssl === 'disabled'
        ? []
        : [
            {
              title: say`If Conversations does not find the server: turn on “Extended connection settings”, under Settings`,
              fields: [field(say`Hostname`, server), field(say`Port`, port)],
            },
            {
              title: say`The same, for direct TLS`,
              fields: [field(say`Hostname`, server), field(say`Port`, tlsPort)],
            },
          ]),
    ],
    notes: ssl === 'disabled' ? [NEEDS_ENCRYPTION] : [],
  };
}
