import type { ClientProgram } from '../../../../core/module/index.js';
import { say } from '../../../../core/words/sentence.js';
import { field, NEEDS_AUTHORITY, NEEDS_ENCRYPTION, signIn } from '../fields.js';
import type { SetUp } from '../set-up.js';

/** Monal: “Log in”, with the fields of its advanced mode (Monal/Classes/WelcomeLogIn.swift). */
export function monal(setUp: SetUp): ClientProgram {
  const { server, port, tlsPort, ssl } = setUp;
  const custom = (number: number, isDirect: boolean) => [
    field(say`Optional Hardcoded Hostname`, server),
    field(say`Port`, number),
    field(say`Always use direct TLS, not STARTTLS`, isDirect ? say`on` : say`off`),
  ];
  return {
    name: 'Monal',
    systems: say`iPhone, iPad, macOS`,
    parts: [
      { title: say`Login`, fields: signIn(say`XMPP ID`, setUp) },
      ...(server === '' || ssl === 'disabled'
        ? []
        : [
            {
              title: say`Advanced account settings, if Monal does not find the server`,
              fields: custom(port, false),
            },
            { title: say`The same, for direct TLS`, fields: custom(tlsPort, true) },
          ]),
    ],
    notes: [
      ...(ssl === 'disabled' ? [NEEDS_ENCRYPTION] : []),
      ...(setUp.isSelfSigned ? [NEEDS_AUTHORITY] : []),
    ],
  };
}
