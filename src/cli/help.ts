import { allOf, say } from '../core/words/sentence.js';
import { commonOptions, optionNames, usageSentence, type Command } from './command.js';
import { columns, type Columns, type Line } from '../core/shell/command.js';
import { commandsBelow } from './command-line.js';
import { usageFailure } from '../core/shell/failure.js';

/**
 * What is shown of these words: the usage of the command that they name, or the commands that begin with them.
 * @throws CommandFailure when nothing begins with them
 */
export function helpOn(words: readonly string[], commands: readonly Command[]): readonly Line[] {
  const command = commands.find(({ name }) => name === words.join(' '));
  const below = commandsBelow(words, commands);
  if (below.length === 0) throw unknownCommand(words, commands);
  if (command === undefined) return overview(below);
  const others = below.filter((one) => one !== command);
  return others.length === 0 ? helpOf(command) : [...helpOf(command), '', ...overview(others)];
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

function overview(commands: readonly Command[]): readonly Line[] {
  return [
    say`Usage: ${{ usage: 'eboxctl COMMAND [OPTION]... [OPERAND]...' }}`,
    '',
    further(commands.map(({ name, summary }) => [name, summary])),
    '',
    say`"eboxctl help COMMAND" explains a command; "eboxctl --version" shows the version.`,
  ];
}

function helpOf(command: Command): readonly Line[] {
  const options = [...command.options, ...commonOptions];
  return [
    usageSentence(command),
    '',
    command.summary,
    ...command.manual,
    '',
    further(options.map((option) => [optionNames(option), option.help])),
  ];
}

/** Columns that begin further right. */
function further(rows: Columns['rows']): Columns {
  return columns(rows.map((row) => ['', ...row]));
}
