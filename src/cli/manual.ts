import type { CommandOption } from '../core/shell/command.js';
import type { Reader } from '../core/words/reader.js';
import { say, sayOf, type Sentence } from '../core/words/sentence.js';
import { commonOptions, optionNames, usageOf, type Command } from './command.js';

/** The exit codes. */
const exits: readonly (readonly [string, Sentence])[] = [
  ['0', say`The command did what it was asked, or there was nothing to do.`],
  ['1', say`The command failed, or its result is not known; standard error says why.`],
  ['2', say`The command was not written as its usage says.`],
  ['3', say`Only from "eboxctl status" and "eboxctl doctor": something is wrong.`],
  ['10', say`With --detailed-exitcode: something was changed.`],
];

/** The manual page in the reader's language, in the macros of man(7), from the same table that the commands are run from. */
export function manualPage(commands: readonly Command[], reader: Reader): string {
  const words = (sentence: Sentence): string => text(reader.text(sentence));
  const section = (sentence: Sentence): string => `.SH "${words(sentence)}"`;
  const paragraph = (sentence: Sentence): readonly string[] =>
    reader
      .text(sentence)
      .split(/(?<=[.:?]) /)
      .map(text);
  const option = (one: CommandOption): readonly string[] => [
    '.TP',
    `.B "${text(optionNames(one))}"`,
    words(one.help),
  ];
  return [
    '.\\" Made by scripts/eboxctl-documents.ts; change src/cli/ instead.',
    `.TH EBOXCTL 1 "" ebox\\-jabber "${words(sayOf('a heading of a manual page')`User Commands`)}"`,
    section(sayOf('a heading of a manual page')`NAME`),
    `eboxctl \\- ${words(say`control the ebox-jabber panel from the shell`)}`,
    section(sayOf('a heading of a manual page')`SYNOPSIS`),
    '.B eboxctl',
    '.I COMMAND',
    '.RI [ OPTION ]...\\&',
    '.RI [ OPERAND ]...\\&',
    section(sayOf('a heading of a manual page')`DESCRIPTION`),
    ...paragraph(
      say`eboxctl does what the pages of the panel do, under the same rules and with the same audit log. It asks the panel on a unix socket that only root and the panel’s own account can open. You can repeat a command that changes something: the second time nothing is changed.`,
    ),
    ...paragraph(
      say`The language is that of the locale (LC_ALL, LC_MESSAGES, LANG, LANGUAGE), and times are in the time zone of the shell (TZ).`,
    ).flatMap((line, index) => (index === 0 ? ['.PP', line] : [line])),
    section(sayOf('a heading of a manual page')`COMMANDS`),
    ...commands.flatMap((command) => [
      `.SS "${text(usageOf(command))}"`,
      ...paragraph(command.summary),
      ...command.manual.flatMap((one) => ['.PP', ...paragraph(one)]),
      ...command.options.flatMap(option),
    ]),
    section(sayOf('a heading of a manual page')`OPTIONS`),
    ...paragraph(say`Every command takes these options.`),
    ...commonOptions.flatMap(option),
    section(sayOf('a heading of a manual page')`EXIT STATUS`),
    ...exits.flatMap(([code, meaning]) => ['.TP', `.B ${code}`, words(meaning)]),
    section(sayOf('a heading of a manual page')`ENVIRONMENT`),
    '.TP',
    '.B EBOX_STATE_DIR',
    words(say`The state folder of the panel; for root /var/lib/ebox-jabber if it is not set.`),
    section(sayOf('a heading of a manual page')`FILES`),
    '.TP',
    '.I /var/lib/ebox\\-jabber/panel/control',
    words(say`The socket on which the panel answers, below the state folder.`),
    '',
  ].join('\n');
}

/** Text that stands for itself: neither an escape nor a macro. */
function text(words: string): string {
  const escaped = words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    // groff reads bytes, and warns of those that ASCII has not.
    .replaceAll(
      /[^\x00-\x7f]/gu,
      (sign) => `\\[u${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    );
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}
