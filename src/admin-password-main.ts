import { setAdministratorPassword } from './cli/administrator-password.js';
import { CommandFailure } from './core/shell/failure.js';
import { realUser } from './cli/real-user.js';
import { readConfig } from './config.js';
import { english } from './core/words/english.js';
import { say } from './core/words/sentence.js';
import { englishOnly } from './core/words/languages.js';
import { troubleOf } from './errors.js';
import { readNewPassword } from './system/terminal.js';

/** `npm run admin-password`, the same as `eboxctl admin password`. */
async function main(): Promise<void> {
  if (process.argv.length > 2)
    throw new CommandFailure(
      say`The password is never an argument, where every user of the machine can read it. The program asks for it.`,
    );
  const { state } = readConfig(process.env, process.getuid?.() === 0);
  const user = realUser(process.env);
  const sentence = await setAdministratorPassword({
    state,
    user,
    ask: () => readNewPassword(englishOnly.reader('en')),
    words: [],
  });
  process.stdout.write(`${english(sentence)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${english(troubleOf(error))}\n`);
  process.exitCode = 1;
});
