import { createCommands } from '../../system/commands.js';

/** The programs run as the account that asks, and as no other. */
const programs = createCommands({
  separate: false,
  known: () => [],
  of: () => {
    throw new Error('programs of the doctor run as the account that asks');
  },
});

/** What a program prints; null when it cannot be run or fails. */
export async function programOutput(argv: readonly string[]): Promise<string | null> {
  try {
    return (await programs.run(argv, { seconds: 10 })).stdout;
  } catch {
    return null;
  }
}
