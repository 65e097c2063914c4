import type { ClientProgram } from '../../../../core/module/index.js';
import { say, sayOf } from '../../../../core/words/sentence.js';
import { field, signIn } from '../fields.js';
import type { SetUp } from '../set-up.js';

/** Swift: the sign-in window and its “Connection Options” (Swift/QtUI/QtConnectionSettings.ui). */
export function swift(setUp: SetUp): ClientProgram {
  const { server, port, ssl } = setUp;
  return {
    name: 'Swift',
    systems: say`Linux, Windows, macOS`,
    parts: [
      { title: say`Sign-in window`, fields: signIn(say`User address`, setUp) },
      {
        title: say`“Connection Options”, if Swift does not find the server`,
        fields: [
          field(say`Connection Method`, sayOf('a choice of Swift')`Manual`),
          field(say`Secure connection`, SECURE[ssl]),
          ...(ssl === 'disabled'
            ? [field(say`Allow sending password over insecure connection`, say`ticked`)]
            : []),
          ...(server === ''
            ? []
            : [
                field(say`Manually select server`, say`ticked`),
                field(say`Hostname`, server),
                field(say`Port`, port),
              ]),
        ],
      },
    ],
    notes: [],
  };
}

const SECURE = {
  required: sayOf('a choice of Swift')`Always encrypt`,
  optional: sayOf('a choice of Swift')`Encrypt when possible`,
  disabled: sayOf('a choice of Swift')`Never`,
} as const;
