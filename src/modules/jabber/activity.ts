import { z } from 'zod';
import type { ActivityControl } from '../../core/module/index.js';
import { say } from '../../core/words/sentence.js';
import type { JabberSettings } from './settings.js';
import { askSignIn } from './sign-in/ask.js';
import { COUNTS } from './sign-in/questions.js';

const total = z.int().min(0);
const countsSchema = z.object({
  run: z.string().regex(/^[0-9a-f]{16}$/),
  accepted: total,
  refused: total,
});

/** What the panel draws of the chat: the session manager tells the sessions, the chat sign-in counts the rest. */
export const activity: ActivityControl<JabberSettings> = {
  sessions: say`Chat sessions`,
  counts: [
    { name: 'sign-ins', label: say`Sign-ins to chat` },
    { name: 'refusals', label: say`Refused sign-ins` },
  ],
  async counted(machine) {
    const answer = await askSignIn(machine, COUNTS);
    if (answer === 'NO') return null;
    const { run, accepted, refused } = countsSchema.parse(JSON.parse(answer));
    return { run, totals: { 'sign-ins': accepted, refusals: refused } };
  },
};
