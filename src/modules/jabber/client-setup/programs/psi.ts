import type { ClientProgram } from '../../../../core/module/index.js';
import { say, sayOf } from '../../../../core/words/sentence.js';
import { field, signIn } from '../fields.js';
import type { SetUp } from '../set-up.js';

/** Psi: the window “Account Properties” (src/accountmodify.ui, accountmodifydlg.cpp). “Direct TLS” was “Legacy SSL” until 2024. */
export function psi(setUp: SetUp): ClientProgram {
  const { server, port, tlsPort, ssl } = setUp;
  const custom = (number: number) =>
    server === ''
      ? []
      : [
          field(say`Manually Specify Server Host/Port`, say`ticked`),
          field(say`Host`, server),
          field(say`Port`, number),
        ];
  return {
    name: 'Psi',
    systems: say`Linux, Windows, macOS`,
    parts: [
      { title: say`Tab “Account”`, fields: signIn(say`XMPP Address`, setUp) },
      {
        title: say`Tab “Connection”`,
        fields: [
          ...custom(port),
          field(say`Encrypt connection`, ENCRYPT[ssl]),
          ...(ssl === 'disabled'
            ? [field(say`Allow plaintext authentication`, sayOf('a choice of Psi')`Always`)]
            : []),
        ],
      },
      ...(ssl === 'disabled' || server === ''
        ? []
        : [
            {
              title: say`Tab “Connection”, for direct TLS instead`,
              fields: [...custom(tlsPort), field(say`Encrypt connection`, say`Direct TLS`)],
            },
          ]),
    ],
    notes: ssl === 'disabled' || server === '' ? [] : [say`Older versions call direct TLS “Legacy SSL”.`],
  };
}

const ENCRYPT = {
  required: sayOf('a choice of Psi')`Always`,
  optional: sayOf('a choice of Psi')`When available`,
  disabled: sayOf('a choice of Psi')`Never`,
} as const;
