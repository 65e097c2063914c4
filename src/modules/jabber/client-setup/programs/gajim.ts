import type { ClientProgram } from '../../../../core/module/index.js';
import { say } from '../../../../core/words/sentence.js';
import { field, signIn } from '../fields.js';
import type { SetUp } from '../set-up.js';

/** Gajim: “Add Account”, and the window “Connection Settings” of an account (gajim/gtk/account_wizard.py, accounts.py). */
export function gajim(setUp: SetUp): ClientProgram {
  const { server, port, tlsPort, ssl } = setUp;
  const custom = (number: number, type: string) => [
    field(say`Hostname`, server),
    field(say`Port`, number),
    field(say`Type`, type),
  ];
  return {
    name: 'Gajim',
    systems: say`Linux, Windows`,
    parts: [
      { title: say`“Add Account”, “Log In”`, fields: signIn(say`Address`, setUp) },
      ...(server === ''
        ? []
        : [
            {
              title: say`“Advanced Settings”, if Gajim does not find the server`,
              fields: custom(port, ssl === 'disabled' ? 'PLAIN' : 'START TLS'),
            },
            ...(ssl === 'disabled'
              ? []
              : [{ title: say`The same, for direct TLS`, fields: custom(tlsPort, 'DIRECT TLS') }]),
          ]),
    ],
    notes: [],
  };
}
