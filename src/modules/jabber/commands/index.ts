import type { ModuleCommands } from '../../../core/module/index.js';
import { changeOutcome, columns } from '../../../core/shell/command.js';
import { sessionHandlers } from './handlers.js';
import { endSessionVerb, sessionsVerb } from './verbs.js';

/** Who is connected, in the shell. */
export const sessionCommands: ModuleCommands = {
  standBefore: 'logs',
  handlers: sessionHandlers,
  commands: [
    {
      name: 'sessions list',
      operands: '',
      least: 0,
      most: 0,
      options: [],
      summary: 'List who is connected just now, as the service itself says.',
      manual: [],
      async run({ control }) {
        const { sessions } = await control.ask(sessionsVerb, {});
        return { data: { sessions }, lines: columns(sessions.map(({ userName, jid }) => [userName, jid])) };
      },
    },
    {
      name: 'sessions end',
      operands: 'USER|JID',
      least: 1,
      most: 1,
      options: [],
      summary: 'End all sessions of a user, or the one of this full JID.',
      manual: [
        'Contacts and messages stay. Many programs, Pidgin among them, take it for a sign-in somewhere else and stay off ' +
          'until the user connects again by hand. Where there is no such session, nothing is changed.',
      ],
      run: async ({ control, operands: [which = ''] }) =>
        changeOutcome(await control.ask(endSessionVerb, { which })),
    },
  ],
};
