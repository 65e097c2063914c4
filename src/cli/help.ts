import { allOf, say } from '../core/words/sentence.js';
import { commonOptions, usageOf, type Command } from './command.js';
import { commandsBelow } from './command-line.js';
import { usageFailure } from '../core/shell/failure.js';

/**
 * What is shown of these words: the usage of the command that they name, or the commands that begin with them.
 * @throws CommandFailure when nothing begins with them
 */
export function helpOn(words: readonly string[], commands: readonly Command[]): string {
  const command = commands.find(({ name }) => name === words.join(' '));
  const below = commandsBelow(words, commands);
  if (below.length === 0) throw unknownCommand(words, commands);
  if (command === undefined) return overview(below);
  const others = below.filter((one) => one !== command);
  return others.length === 0 ? helpOf(command) : `${helpOf(command)}\n${overview(others)}`;
}

/** That there is no such command, and which there are that begin like it. */
export function unknownCommand(words: readonly string[], commands: readonly Command[]): Error {
  const [first = ''] = words;
  const group = commandsBelow([first], commands).map(({ name }) => name);
  const command = words.join(' ');
  return usageFailure(
    group.length === 0
      ? say`There is no command "${{ command }}".`
      : say`There is no command "${{ command }}". Similar commands: ${{ commands: allOf(group) }}.`,
  );
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(22, ...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)} ${summary}`);
  return [
    'Usage: eboxctl COMMAND [OPTION]... [OPERAND]...',
    '',
    ...lines,
    '',
    '"eboxctl help COMMAND" says more of one; "eboxctl --version" tells the version.',
    '',
  ].join('\n');
}

function helpOf(command: Command): string {
  const options = [...command.options, ...commonOptions].map(({ name, value, short, help }) => {
    const names = `${short === undefined ? '' : `-${short}, `}--${name}${value === null ? '' : ` ${value}`}`;
    return `  ${names.padEnd(28)} ${help}`;
  });
  return [usageOf(command), '', command.summary, ...command.manual, '', ...options, ''].join('\n');
}
