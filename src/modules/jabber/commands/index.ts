import type { ModuleCommands } from '../../../core/module/index.js';
import { changeOutcome, columns } from '../../../core/shell/command.js';
import { say } from '../../../core/words/sentence.js';
import { sessionHandlers } from './handlers.js';
import { readCommands } from './rooms/read.js';
import { roomHandlers } from './rooms/handlers.js';
import { endSessionVerb, sessionsVerb } from './verbs.js';

/** Who is connected, and the chat rooms, in the shell. */
export const sessionCommands: ModuleCommands = {
  standBefore: 'logs',
  handlers: (frame) => [...sessionHandlers(frame), ...roomHandlers(frame)],
  commands: [
    {
      name: 'sessions list',
      operands: '',
      least: 0,
      most: 0,
      options: [],
      summary: say`List who is connected now, as the chat server says.`,
      manual: [],
      async run({ control }) {
        const { sessions } = await control.ask(sessionsVerb, {});
        return { data: { sessions }, lines: [columns(sessions.map(({ userName, jid }) => [userName, jid]))] };
      },
    },
    {
      name: 'sessions end',
      operands: 'USER|JID',
      least: 1,
      most: 1,
      options: [],
      summary: say`Close all sessions of a user, or the session of a full JID.`,
      manual: [
        say`Contacts and messages stay. Most clients, such as Pidgin, connect again by themselves within a minute, as long as the account is enabled. If there is no such session, nothing is changed.`,
      ],
      run: async ({ control, operands: [which = ''] }) =>
        changeOutcome(await control.ask(endSessionVerb, { which })),
    },
    ...readCommands,
  ],
};
