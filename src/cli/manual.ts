import type { CommandOption } from '../core/shell/command.js';
import { commonOptions, usageOf, type Command } from './command.js';

/** The exit codes, for the manual. */
const exits = [
  ['0', 'It was done, or there was nothing to do.'],
  ['1', 'It was not done; standard error says why.'],
  ['2', 'The command was not written as its usage says.'],
  ['3', 'Of status and doctor: something is wrong.'],
  ['10', 'With --detailed-exitcode: something was changed.'],
] as const;

/** The manual page, in the macros of man(7), from the same table that the commands are run from. */
export function manualPage(commands: readonly Command[]): string {
  return [
    '.\\" Made by scripts/eboxctl-documents.ts; change src/cli/ instead.',
    '.TH EBOXCTL 1 "" ebox\\-jabber "User Commands"',
    '.SH NAME',
    "eboxctl \\- the ebox\\-jabber panel's powers in the shell",
    '.SH SYNOPSIS',
    '.B eboxctl',
    '.I COMMAND',
    '.RI [ OPTION ]...\\& ',
    '.RI [ OPERAND ]...'.replace(/$/, '\\&'),
    '.SH DESCRIPTION',
    ...paragraph(
      'Whatever the pages of the panel do can be done here, under the same rules, with the same sentences and in the same ' +
        'audit log. The panel is asked on a unix socket that only root and its own account can open. A command that ' +
        'changes something can be said twice: the second time nothing is changed.',
    ),
    '.SH COMMANDS',
    ...commands.flatMap((command) => [
      `.SS ${text(usageOf(command).replace('Usage: ', ''))}`,
      ...paragraph(command.summary),
      ...command.manual.flatMap((one) => ['.PP', ...paragraph(one)]),
      ...command.options.flatMap(option),
    ]),
    '.SH OPTIONS',
    ...paragraph('Every command takes these.'),
    ...commonOptions.flatMap(option),
    '.SH "EXIT STATUS"',
    ...exits.flatMap(([code, meaning]) => ['.TP', `.B ${code}`, text(meaning)]),
    '.SH ENVIRONMENT',
    '.TP',
    '.B EBOX_STATE_DIR',
    text('The state folder of the panel; as root /var/lib/ebox-jabber if it is not set.'),
    '.SH FILES',
    '.TP',
    '.I /var/lib/ebox\\-jabber/panel/control',
    text('The socket on which the panel answers, below the state folder.'),
    '',
  ]
    .map((line) => line.trimEnd())
    .join('\n');
}

function option({ name, value, short, help }: CommandOption): readonly string[] {
  const names = `${short === undefined ? '' : `-${short}, `}--${name}${value === null ? '' : ` ${value}`}`;
  return ['.TP', `.B "${text(names)}"`, text(help)];
}

function paragraph(words: string): readonly string[] {
  return words.split(/(?<=[.:?]) /).map(text);
}

/** What stands for itself: neither an escape nor a macro. */
function text(words: string): string {
  const escaped = words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    // groff reads bytes, and warns of those that ASCII has not.
    .replaceAll(
      /[\u0080-\uffff]/g,
      (sign) => `\\[u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`,
    );
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}
