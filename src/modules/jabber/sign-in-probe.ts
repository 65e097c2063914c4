import type { ProbeDeclaration } from '../../core/module/index.js';
import { say } from '../../core/words/sentence.js';
import { Trouble } from '../../errors.js';
import type { JabberSettings } from './settings.js';
import { askSignIn } from './sign-in/ask.js';
import { HEALTH } from './sign-in/questions.js';
import { CUT_OFF, isOlderService, signInThroughC2s } from './sign-in/through-c2s.js';

/**
 * Proves the whole chain without a user: a client signs in through c2s with a one-time password of the chat sign-in, and
 * beside it the chat sign-in looks into the directory and is refused with a wrong password there.
 */
export const signInProbe: ProbeDeclaration<JabberSettings> = {
  name: 'sign-in',
  setting: '',
  title: say`Signing in`,
  async look({ machine, settings }) {
    const started = machine.clock.monotonic();
    const look = await signInThroughC2s(machine, settings);
    const milliseconds = Math.round(machine.clock.monotonic() - started);
    if (look === 'cut-off') throw new Trouble(say`Client connections: ${{ reason: CUT_OFF }}.`);
    const isOlder = look === 'untried' && (await isOlderService(machine));
    if (look === 'untried' && !isOlder)
      throw new Trouble(say`The chat sign-in does not answer: nobody can sign in.`);
    if ((await askSignIn(machine, HEALTH)) !== 'OK')
      throw new Trouble(say`The chat sign-in cannot ask the directory of users: nobody can sign in.`);
    if (isOlder)
      return say`The chat sign-in and the directory answer. The chat sign-in is still an older version, so signing in was not tested. The next save replaces it.`;
    return say`A client signed in within ${{ time: milliseconds }} ms, and the directory answers the chat sign-in.`;
  },
};
