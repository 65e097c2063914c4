import { runCommand } from './cli/run.js';
import { readNewPassword } from './system/terminal.js';

/** `eboxctl`: the panel's powers in the shell. */
process.exitCode = await runCommand(process.argv.slice(2), process.env, {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  newPassword: readNewPassword,
});
