import type { ClientProgram } from '../../../../core/module/index.js';
import { say } from '../../../../core/words/sentence.js';
import { field, fieldIf, PASSWORD } from '../fields.js';
import type { SetUp } from '../set-up.js';

/** Pidgin 2: the window “Add Account” (protocols/jabber/libxmpp.c, pidgin/gtkaccount.c). */
export function pidgin(setUp: SetUp): ClientProgram {
  const { userName, domain, server, port, tlsPort, ssl } = setUp;
  const connection = [...fieldIf(say`Connect server`, server)];
  return {
    name: 'Pidgin',
    systems: say`Linux, Windows`,
    parts: [
      {
        title: say`Tab “Basic”`,
        fields: [
          field(say`Protocol`, 'XMPP'),
          field(say`Username`, userName),
          field(say`Domain`, domain),
          PASSWORD,
          field(say`Local alias`, say`the name that contacts are to see`),
        ],
      },
      {
        title: say`Tab “Advanced”`,
        fields: [
          field(say`Connection security`, SECURITY[ssl]),
          ...(ssl === 'disabled'
            ? [field(say`Allow plaintext auth over unencrypted streams`, say`ticked`)]
            : []),
          field(say`Connect port`, port),
          ...connection,
        ],
      },
      ...(ssl === 'disabled'
        ? []
        : [
            {
              title: say`Tab “Advanced”, for direct TLS instead`,
              fields: [
                field(say`Connection security`, say`Use old-style SSL`),
                field(say`Connect port`, tlsPort),
                ...connection,
              ],
            },
          ]),
    ],
    notes:
      ssl === 'disabled'
        ? []
        : [
            say`In older versions the box “Require SSL/TLS” stands for the first way, and “Force old SSL” for direct TLS.`,
          ],
  };
}

const SECURITY = {
  required: say`Require encryption`,
  optional: say`Use encryption if available`,
  disabled: say`Use encryption if available`,
} as const;
