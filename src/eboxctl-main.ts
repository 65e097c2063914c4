import { shellReader } from './cli/reader.js';
import { runCommand } from './cli/run.js';
import { readInput, readNewPassword } from './system/terminal.js';

// The program that reads may end first (`eboxctl audit | head`): that is no mistake of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

/** `eboxctl`: the panel's powers in the shell. */
async function main(): Promise<void> {
  const reader = await shellReader(process.env);
  process.exitCode = await runCommand(process.argv.slice(2), process.env, reader, {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    newPassword: readNewPassword,
    input: readInput,
  });
}

void main();
