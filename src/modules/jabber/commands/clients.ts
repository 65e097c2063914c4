import { z } from 'zod';
import type { Frame } from '../../../core/module/index.js';
import { lineOf, type Command } from '../../../core/shell/command.js';
import { handle, type Handler } from '../../../core/shell/handle.js';
import { nothing, verb } from '../../../core/shell/verb.js';
import { sentenceSchema } from '../../../core/words/sentence-schema.js';
import { say } from '../../../core/words/sentence.js';
import { outdatedClients, sentencesOf } from '../client-setup/before-save.js';
import { settingsForm } from '../settings.js';

const outdatedVerb = verb(
  'clients/outdated',
  nothing,
  z.object({ users: z.number(), sentences: z.array(sentenceSchema), messages: z.array(sentenceSchema) }),
);

/** What the next save makes wrong in the clients of users. */
export function clientHandlers(frame: Frame): readonly Handler[] {
  return [
    handle(outdatedVerb, async () => {
      const active = frame.active();
      if (active === null) return { users: 0, sentences: [], messages: [] };
      const { schema } = settingsForm;
      const outdated = await outdatedClients(
        frame.machine,
        schema.parse(active),
        schema.parse(frame.draft()),
      );
      const { changes, users } = outdated;
      return {
        users,
        sentences: changes.length === 0 ? [] : [...sentencesOf(outdated)],
        messages: changes.map(({ message }) => message),
      };
    }),
  ];
}

/** The same in the shell. */
export const clientCommands: readonly Command[] = [
  {
    name: 'clients outdated',
    operands: '',
    least: 0,
    most: 0,
    options: [],
    summary: say`Show whose client set-up gets out of date by the next save, and what users can be told.`,
    manual: [
      say`To send a message to all users who are connected, use “eboxctl sessions message --all”. Users who are not connected do not get it.`,
    ],
    async run({ control }) {
      const answer = await control.ask(outdatedVerb, {});
      const { sentences, messages } = answer;
      if (sentences.length === 0)
        return { data: answer, lines: [say`The pending changes make no client set-up wrong.`] };
      return { data: answer, lines: [...sentences.map(lineOf), '', ...messages.map(lineOf)] };
    },
  },
];
