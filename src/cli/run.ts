import { readConfig } from '../config.js';
import { modules } from '../modules/index.js';
import { PanelError, troubleOf } from '../errors.js';
import { ownVersion } from '../system/own-version.js';
import type { Reader } from '../core/words/reader.js';
import { say, verbatim, type Sentence } from '../core/words/sentence.js';
import { usageSentence, type Command, type Invocation } from './command.js';
import { commandsBelow, readCommandLine, readOptions } from './command-line.js';
import { ControlClient } from './control-client.js';
import { CommandFailure, exitCodes, usageFailure } from '../core/shell/failure.js';
import { commands } from './commands/index.js';
import { readGivenFile } from './given-file.js';
import { realUser } from './real-user.js';
import { Screen, type Terminal } from './screen.js';
import { helpOn, unknownCommand } from './help.js';

/** Seconds that a call may take unless --timeout says otherwise. */
const SECONDS = 300;

/**
 * Runs the command that stands in the arguments.
 * @param reader the user at the terminal
 * @returns the exit code
 */
export async function runCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  reader: Reader,
  given: Terminal,
): Promise<number> {
  const terminal = new Screen(given, reader);
  let command: Command | null = null;
  try {
    const line = readCommandLine(args, commands);
    switch (line.kind) {
      case 'version':
        terminal.print([verbatim(`ebox-jabber ${ownVersion()}`)]);
        return exitCodes.unchanged;
      case 'help':
        terminal.print(helpOn(line.words, commands));
        return exitCodes.unchanged;
      case 'unknown':
        if (commandsBelow(line.words, commands).length === 0) throw unknownCommand(line.words, commands);
        terminal.print(helpOn(line.words, commands));
        return exitCodes.usage;
      case 'command':
        command = line.command;
        return await runFound(command, line.rest, environment, terminal);
    }
  } catch (error) {
    const isUsage = error instanceof CommandFailure && error.exitCode === exitCodes.usage;
    const usage =
      command === null
        ? say`Usage: ${{ usage: 'eboxctl COMMAND' }} (list the commands with "eboxctl help")`
        : usageSentence(command);
    if (args.includes('--json'))
      terminal.printDocument({ data: { failed: { code: codeOf(error), sentences: linesOf(error) } } });
    terminal.complain([...linesOf(error), ...(isUsage ? [usage] : [])]);
    return error instanceof CommandFailure ? error.exitCode : exitCodes.failed;
  }
}

async function runFound(
  command: Command,
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  terminal: Screen,
): Promise<number> {
  const { values, operands } = readOptions(command, args);
  if (values.has('help')) {
    terminal.print(helpOn(command.name.split(' '), commands));
    return exitCodes.unchanged;
  }
  if (operands.length < command.least) throw usageFailure(say`An argument is missing.`);
  if (operands.length > command.most)
    throw usageFailure(say`Too many arguments: ${{ arguments: operands.slice(command.most).join(' ') }}.`);
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
    note: (sentence) => terminal.complain([sentence]),
    newPassword: () => terminal.newPassword(),
    input: () => terminal.input(),
    file: readGivenFile,
  };
  const outcome = await command.run(invocation);
  if (values.has('json')) terminal.printDocument(outcome);
  else terminal.print(outcome.lines);
  if (outcome.exitCode !== undefined) return outcome.exitCode;
  return outcome.changed === true && values.has('detailed-exitcode')
    ? exitCodes.changed
    : exitCodes.unchanged;
}

function secondsOf(text: string | undefined): number {
  if (text === undefined) return SECONDS;
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 86_400)
    throw usageFailure(say`--timeout takes a whole number of seconds.`);
  return seconds;
}

function codeOf(error: unknown): string {
  return error instanceof CommandFailure || error instanceof PanelError ? error.code : 'failed';
}

function linesOf(error: unknown): readonly Sentence[] {
  if (error instanceof CommandFailure) return error.lines;
  if (error instanceof PanelError) return [error.sentence];
  return [say`eboxctl cannot go on: ${{ reason: troubleOf(error) }}`];
}
