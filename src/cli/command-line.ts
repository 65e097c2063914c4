import { parseArgs } from 'node:util';
import type { CommandOption } from '../core/shell/command.js';
import { commonOptions, type Command } from './command.js';
import { usageFailure } from '../core/shell/failure.js';
import { say, type Sentence } from '../core/words/sentence.js';

/** What somebody typed: a command with its options and operands, or words that are no whole command. */
export type CommandLine =
  | { readonly kind: 'command'; readonly command: Command; readonly rest: readonly string[] }
  | { readonly kind: 'help'; readonly words: readonly string[] }
  | { readonly kind: 'version' }
  | { readonly kind: 'unknown'; readonly words: readonly string[] };

/** The options of a command as they were typed: name → values. One without a value has the value `true`. */
export type OptionValues = ReadonlyMap<string, readonly string[]>;

/**
 * Finds the command in what was typed. Options may stand before it, within it and after it, so its words are found among
 * everything that is neither an option nor the value of one.
 */
export function readCommandLine(args: readonly string[], commands: readonly Command[]): CommandLine {
  const words = wordsOf(args, commands);
  const texts = words.map(({ text }) => text);
  if (texts[0] === 'help') return { kind: 'help', words: texts.slice(1) };
  const command = commandOf(texts, commands);
  if (command !== null) {
    const places = words.slice(0, command.name.split(' ').length).map(({ place }) => place);
    return { kind: 'command', command, rest: args.filter((_, place) => !places.includes(place)) };
  }
  if (args.includes('--help') || args.includes('-h')) return { kind: 'help', words: texts };
  if (texts.length === 0 && args.includes('--version')) return { kind: 'version' };
  return { kind: 'unknown', words: texts };
}

/** The commands whose name begins with these words, e.g. all of `users`; every command when there are no words. */
export function commandsBelow(words: readonly string[], commands: readonly Command[]): readonly Command[] {
  return commands.filter(({ name }) => words.every((word, index) => name.split(' ')[index] === word));
}

/**
 * Reads what stands beside the words of a command.
 * @throws CommandFailure of the usage
 */
export function readOptions(
  { options }: Command,
  rest: readonly string[],
): { values: OptionValues; operands: readonly string[] } {
  const all = [...options, ...commonOptions];
  const { tokens, positionals } = parseArgs({
    args: [...rest],
    options: declared(all),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const values = new Map<string, readonly string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const problem = optionProblem(
      all.find(({ name }) => name === token.name),
      token,
    );
    if (problem !== null) throw usageFailure(problem);
    values.set(token.name, [...(values.get(token.name) ?? []), token.value ?? 'true']);
  }
  return { values, operands: positionals };
}

/** What is wrong with an option as it was typed. */
function optionProblem(
  option: CommandOption | undefined,
  {
    rawName,
    value,
    inlineValue,
  }: { rawName: string; value?: string | undefined; inlineValue?: boolean | undefined },
): Sentence | null {
  if (option === undefined) return say`There is no option ${{ option: rawName }}.`;
  if (option.value === null)
    return value === undefined ? null : say`The option ${{ option: rawName }} takes no value.`;
  if (value === undefined) return say`The option ${{ option: rawName }} needs a value.`;
  // The next option may have been taken for a value that was forgotten.
  return inlineValue !== true && /^-./.test(value)
    ? say`The option ${{ option: rawName }} needs a value. If ${{ value }} is the value, type ${{ typed: `--${option.name}=${value}` }}.`
    : null;
}

/** What is no option, with its place among the arguments. An option takes a value in every command that has it, or in none. */
function wordsOf(
  args: readonly string[],
  commands: readonly Command[],
): readonly { readonly text: string; readonly place: number }[] {
  const { tokens } = parseArgs({
    args: [...args],
    options: declared([...commands.flatMap(({ options }) => options), ...commonOptions]),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  return tokens.flatMap((token) =>
    token.kind === 'positional' ? [{ text: token.value, place: token.index }] : [],
  );
}

/** The command with the longest name that the words begin with. */
function commandOf(words: readonly string[], commands: readonly Command[]): Command | null {
  const begins = ({ name }: Command): boolean =>
    name.split(' ').every((word, index) => words[index] === word);
  const found = commands.filter(begins).sort((a, b) => b.name.length - a.name.length);
  return found[0] ?? null;
}

/** Options as parseArgs wants them. */
function declared(
  options: readonly CommandOption[],
): Record<string, { type: 'boolean' | 'string'; multiple: true; short?: string }> {
  return Object.fromEntries(
    options.map(({ name, value, short }) => [
      name,
      {
        type: value === null ? ('boolean' as const) : ('string' as const),
        multiple: true as const,
        ...(short === undefined ? {} : { short }),
      },
    ]),
  );
}
