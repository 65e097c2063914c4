import type { ClientProgram } from '../../../../core/module/index.js';
import { say } from '../../../../core/words/sentence.js';
import { field, NEEDS_AUTHORITY, NEEDS_ENCRYPTION, signIn } from '../fields.js';
import type { SetUp } from '../set-up.js';

/**
 * Monal: Settings, “Add Account (advanced)” (Monal/Classes/WelcomeLogIn.swift, MLSettingsTableViewController.m). The simple
 * way does not do: there it refuses a server that has PLAIN only, as jabberd2 with passwords from a directory (xmpp.m).
 */
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
      {
        title: say`Settings, “Add Account (advanced)”`,
        fields: [...signIn(say`XMPP ID`, setUp), field(say`Allow MITM-prone PLAIN authentication`, say`on`)],
      },
      ...(server === '' || ssl === 'disabled'
        ? []
        : [
            { title: say`There too, if Monal does not find the server`, fields: custom(port, false) },
            { title: say`The same, for direct TLS`, fields: custom(tlsPort, true) },
          ]),
    ],
    notes: [
      say`Monal warns of PLAIN: this server checks the password itself, and gets it over the encrypted connection only. Without this choice Monal does not sign in.`,
      ...(ssl === 'disabled' ? [NEEDS_ENCRYPTION] : []),
      ...(setUp.isSelfSigned ? [NEEDS_AUTHORITY] : []),
    ],
  };
}
