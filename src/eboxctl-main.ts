import { runCommand } from './cli/run.js';
import { readInput, readNewPassword } from './system/terminal.js';

// Whoever reads may have seen enough (`eboxctl audit | head`): that is no mistake of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

/** `eboxctl`: the panel's powers in the shell. */
void runCommand(process.argv.slice(2), process.env, {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  newPassword: readNewPassword,
  input: readInput,
}).then((code) => {
  process.exitCode = code;
});
