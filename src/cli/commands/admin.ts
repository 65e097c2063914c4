import { say } from '../../core/words/sentence.js';
import { randomPassword } from '../../services/sign-in/sign-in.js';
import { setAdministratorPassword } from '../administrator-password.js';
import type { Command } from '../command.js';

/** The way back in. */
export const adminCommands: readonly Command[] = [
  {
    name: 'admin password',
    operands: '',
    least: 0,
    most: 0,
    options: [
      { name: 'generate', value: null, help: say`Generate a random password and print it once.` },
      { name: 'password-stdin', value: null, help: say`The first line of standard input is the password.` },
    ],
    summary: say`Set the administrator’s password for the panel.`,
    manual: [
      say`At a terminal you type the password twice; otherwise it is the first line of standard input. This also works while the panel is stopped. All sessions of the panel are closed, and waiting times after wrong passwords end.`,
    ],
    async run({ flag, state, user, newPassword }) {
      const made = flag('generate') ? randomPassword() : null;
      const sentence = await setAdministratorPassword({
        state,
        user,
        ask: () => (made === null ? newPassword() : Promise.resolve(made)),
        words: ['admin', 'password'],
      });
      return {
        data: { sentence, ...(made === null ? {} : { password: made.reveal() }) },
        lines: [
          sentence,
          ...(made === null
            ? []
            : [say`The password is ${{ password: made.reveal() }} (shown only this once).`]),
        ],
        changed: true,
      };
    },
  },
];
