import { readConfig } from '../config.js';
import { modules } from '../modules/index.js';
import type { Secret } from '../core/secret.js';
import { english } from '../core/words/english.js';
import { say } from '../core/words/sentence.js';
import { PanelError, troubleOf } from '../errors.js';
import { ownVersion } from '../system/own-version.js';
import { printableText } from '../system/printable.js';
import type { Outcome } from '../core/shell/command.js';
import { usageOf, type Command, type Invocation } from './command.js';
import { commandsBelow, readCommandLine, readOptions } from './command-line.js';
import { ControlClient } from './control-client.js';
import { CommandFailure, exitCodes, usageFailure } from '../core/shell/failure.js';
import { commands } from './commands/index.js';
import { realUser } from './real-user.js';
import { helpOn, unknownCommand } from './help.js';

/** Seconds that a call may take unless --timeout says otherwise. */
const SECONDS = 300;

/** Where a command's words go. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Asks for a new password; throws with a sentence when none is given. */
  readonly newPassword: () => Promise<Secret>;
  /** Standard input, to its end; throws with a sentence when it is too long. */
  readonly input: () => Promise<string>;
}

/**
 * Runs the command that stands in the arguments.
 * @returns the exit code
 */
export async function runCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  given: Terminal,
): Promise<number> {
  const terminal: Terminal = {
    ...given,
    out: (text) => given.out(printableText(text)),
    err: (text) => given.err(printableText(text)),
  };
  let command: Command | null = null;
  try {
    const line = readCommandLine(args, commands);
    switch (line.kind) {
      case 'version':
        terminal.out(`ebox-jabber ${ownVersion()}\n`);
        return exitCodes.unchanged;
      case 'help':
        terminal.out(helpOn(line.words, commands));
        return exitCodes.unchanged;
      case 'unknown':
        if (commandsBelow(line.words, commands).length === 0) throw unknownCommand(line.words, commands);
        terminal.out(helpOn(line.words, commands));
        return exitCodes.usage;
      case 'command':
        command = line.command;
        return await runFound(command, line.rest, environment, terminal);
    }
  } catch (error) {
    const isUsage = error instanceof CommandFailure && error.exitCode === exitCodes.usage;
    const usage = command === null ? 'Usage: eboxctl COMMAND; "eboxctl help" lists them.' : usageOf(command);
    terminal.err([...linesOf(error), ...(isUsage ? [usage] : [])].map((line) => `${line}\n`).join(''));
    return error instanceof CommandFailure ? error.exitCode : exitCodes.failed;
  }
}

async function runFound(
  command: Command,
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  terminal: Terminal,
): Promise<number> {
  const { values, operands } = readOptions(command, args);
  if (values.has('help')) {
    terminal.out(helpOn(command.name.split(' '), commands));
    return exitCodes.unchanged;
  }
  if (operands.length < command.least) throw usageFailure(say`An argument is missing.`);
  if (operands.length > command.most)
    throw usageFailure(
      say`These arguments are too many: ${{ arguments: operands.slice(command.most).join(' ') }}.`,
    );
  const { state, ports, allowedCertificates } = readConfig(
    environment,
    process.getuid?.() === 0,
    modules.flatMap((module) => module.ports),
  );
  const user = realUser(environment);
  const invocation: Invocation = {
    operands,
    flag: (name) => values.has(name),
    text: (name) => values.get(name)?.at(-1) ?? null,
    texts: (name) => values.get(name) ?? [],
    control: new ControlClient({ state, user, seconds: secondsOf(values.get('timeout')?.at(-1)) }),
    state,
    ports,
    allowedCertificates,
    user,
    note: (line) => terminal.err(`${line}\n`),
    newPassword: () => newPassword(terminal),
    input: () => terminal.input(),
  };
  const outcome = await command.run(invocation);
  terminal.out(values.has('json') ? documentOf(outcome) : outcome.lines.map((line) => `${line}\n`).join(''));
  if (outcome.exitCode !== undefined) return outcome.exitCode;
  return outcome.changed === true && values.has('detailed-exitcode')
    ? exitCodes.changed
    : exitCodes.unchanged;
}

/** @throws CommandFailure with the reason when none is given */
async function newPassword(terminal: Terminal): Promise<Secret> {
  try {
    return await terminal.newPassword();
  } catch (error) {
    throw new CommandFailure(troubleOf(error));
  }
}

function secondsOf(text: string | undefined): number {
  if (text === undefined) return SECONDS;
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 86_400)
    throw usageFailure(say`--timeout takes a whole number of seconds.`);
  return seconds;
}

function documentOf({ data, changed }: Outcome): string {
  return `${JSON.stringify({ ...(changed === undefined ? {} : { changed }), ...data }, null, 2)}\n`;
}

function linesOf(error: unknown): readonly string[] {
  if (error instanceof CommandFailure) return error.lines.map(english);
  if (error instanceof PanelError) return [english(error.sentence)];
  return [english(say`eboxctl cannot go on: ${{ reason: troubleOf(error) }}`)];
}
