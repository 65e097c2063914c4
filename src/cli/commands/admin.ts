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
      { name: 'generate', value: null, help: 'Make a random password, and print it this once.' },
      { name: 'password-stdin', value: null, help: 'The first line of standard input is the password.' },
    ],
    summary: "Set the panel administrator's password.",
    manual: [
      'It is asked for twice at a terminal, and is the first line of standard input otherwise. It works also while the ' +
        'panel is down. Everybody is signed out of the panel, and nobody waits any more because of wrong passwords.',
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
        lines: [sentence, ...(made === null ? [] : [`It is ${made.reveal()} (shown only now).`])],
        changed: true,
      };
    },
  },
];
