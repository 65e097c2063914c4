import { parseArgs } from 'node:util';
import { userInfo } from 'node:os';
import { readConfig } from '../config.js';
import type { Secret } from '../core/secret.js';
import { PanelError, reasonOf } from '../errors.js';
import { commonOptions, usageOf, type Command, type Invocation, type Outcome } from './command.js';
import { ControlClient } from './control-client.js';
import { CommandFailure, exitCodes, usageFailure } from './failure.js';
import { commands } from './commands/index.js';

/** Seconds that a call may take unless --timeout says otherwise. */
const SECONDS = 300;

/** Where a command's words go. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Asks for a new password; throws with a sentence when none is given. */
  readonly newPassword: () => Promise<Secret>;
}

/**
 * Runs the command that stands in the arguments.
 * @returns the exit code
 */
export async function runCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  terminal: Terminal,
): Promise<number> {
  let command: Command | null = null;
  try {
    command = commandOf(args);
    if (command === null) {
      const asked = args.length === 0 || ['help', '--help', '-h'].includes(args[0] ?? '');
      if (!asked) throw usageFailure(`There is no command "${args.join(' ')}".`);
      terminal.out(overview());
      return args.length === 0 ? exitCodes.usage : 0;
    }
    return await runFound(command, args.slice(command.name.split(' ').length), environment, terminal);
  } catch (error) {
    const isUsage = error instanceof CommandFailure && error.exitCode === exitCodes.usage;
    const usage = command === null ? 'Usage: eboxctl COMMAND; "eboxctl help" lists them.' : usageOf(command);
    terminal.err(`${sentenceOf(error)}\n${isUsage ? `${usage}\n` : ''}`);
    return error instanceof CommandFailure ? error.exitCode : exitCodes.failed;
  }
}

async function runFound(
  command: Command,
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  terminal: Terminal,
): Promise<number> {
  const { values, operands } = parsed(command, args);
  if (values.has('help')) {
    terminal.out(helpOf(command));
    return 0;
  }
  if (operands.length < command.least) throw usageFailure('Something is missing.');
  if (operands.length > command.most)
    throw usageFailure(`This is too much: ${operands.slice(command.most).join(' ')}.`);
  const { state, chatPorts } = readConfig(environment, process.getuid?.() === 0);
  const user = realUser(environment);
  const invocation: Invocation = {
    operands,
    flag: (name) => values.has(name),
    text: (name) => values.get(name)?.at(-1) ?? null,
    texts: (name) => values.get(name) ?? [],
    control: new ControlClient({ state, user, seconds: secondsOf(values.get('timeout')?.at(-1)) }),
    state,
    chatPorts,
    user,
    note: (line) => terminal.err(`${line}\n`),
    newPassword: () => newPassword(terminal),
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
    throw new CommandFailure(reasonOf(error));
  }
}

/** The command with the longest name that the arguments begin with. */
function commandOf(args: readonly string[]): Command | null {
  const begins = ({ name }: Command): boolean => name.split(' ').every((word, index) => args[index] === word);
  const found = commands.filter(begins).sort((a, b) => b.name.length - a.name.length);
  return found[0] ?? null;
}

function parsed(
  { options }: Command,
  args: readonly string[],
): { values: ReadonlyMap<string, readonly string[]>; operands: readonly string[] } {
  const declared = Object.fromEntries(
    [...options, ...commonOptions].map(({ name, value, short }) => [
      name,
      {
        type: value === null ? ('boolean' as const) : ('string' as const),
        multiple: true,
        ...(short === undefined ? {} : { short }),
      },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: declared,
      allowPositionals: true,
      strict: true,
    });
    const given = Object.entries(values).map(([name, value]): [string, readonly string[]] => [
      name,
      (Array.isArray(value) ? value : [value]).map(String),
    ]);
    return { values: new Map(given), operands: positionals };
  } catch (error) {
    throw usageFailure(`${reasonOf(error).split('. ')[0] ?? ''}.`.replace(/\.\.$/, '.'));
  }
}

function secondsOf(text: string | undefined): number {
  if (text === undefined) return SECONDS;
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 86_400)
    throw usageFailure('--timeout is a whole number of seconds.');
  return seconds;
}

function documentOf({ data, changed }: Outcome): string {
  return `${JSON.stringify({ ...(changed === undefined ? {} : { changed }), ...data }, null, 2)}\n`;
}

function overview(): string {
  const lines = commands.map((command) => `  ${command.name.padEnd(22)} ${command.summary}`);
  return ['Usage: eboxctl COMMAND [--json] [OPTION]... [OPERAND]...', '', ...lines, ''].join('\n') + '\n';
}

function helpOf(command: Command): string {
  const options = [...command.options, ...commonOptions].map(({ name, value, short, help }) => {
    const names = `${short === undefined ? '' : `-${short}, `}--${name}${value === null ? '' : ` ${value}`}`;
    return `  ${names.padEnd(28)} ${help}`;
  });
  return [usageOf(command), '', command.summary, ...command.manual, '', ...options, ''].join('\n') + '\n';
}

/** For root, whoever became root by sudo. It is for the audit log only: nothing is allowed or refused by it. */
function realUser(environment: Readonly<Record<string, string | undefined>>): string {
  const sudo = process.getuid?.() === 0 ? environment['SUDO_USER'] : undefined;
  const name = sudo === undefined || sudo === '' ? ownName() : sudo;
  return name.replace(/[^\w.@+\\-]/g, '_').slice(0, 64) || 'unknown';
}

/** An account without a line in passwd(5) has a number only. */
function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? ''}`;
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof CommandFailure || error instanceof PanelError) return error.message;
  return `eboxctl cannot go on: ${reasonOf(error)}`;
}
