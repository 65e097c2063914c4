import type { Config } from '../config.js';
import type {
  Command as AnyCommand,
  CommandOption,
  Invocation as AnyInvocation,
} from '../core/shell/command.js';
import { say, type Sentence } from '../core/words/sentence.js';
import type { ControlClient } from './control-client.js';

/** What a command is called with; the panel's own ones look at the machine, too. */
export interface Invocation extends AnyInvocation {
  readonly control: ControlClient;
  /** Absolute path of the state folder. */
  readonly state: string;
  /** The ports as the environment says, for when the panel cannot be asked. */
  readonly ports: Config['ports'];
  /** Path of the list with which root allows certificates. */
  readonly allowedCertificates: string;
  /** The user at the terminal. */
  readonly user: string;
}

/** One command of eboxctl, the panel's own or a module's. */
export type Command = AnyCommand<Invocation>;

/** Taken by every command. */
export const commonOptions: readonly CommandOption[] = [
  { name: 'json', value: null, help: say`Print one JSON document instead of text.` },
  {
    name: 'detailed-exitcode',
    value: null,
    help: say`End with 10 instead of 0 when something was changed.`,
  },
  {
    name: 'yes',
    value: null,
    short: 'y',
    help: say`Do it even where the panel would ask first.`,
  },
  { name: 'timeout', value: 'SECONDS', help: say`Wait this long for the panel at most; 300 if left out.` },
  { name: 'help', value: null, short: 'h', help: say`Show the usage.` },
];

/** How a command is typed: "eboxctl users show NAME". */
export function usageOf({ name, operands, options }: Command): string {
  const words = options.map(({ name: option, value, many = false }) => {
    const text = value === null ? `[--${option}]` : `[--${option} ${value}]`;
    return many ? `${text}...` : text;
  });
  return ['eboxctl', name, ...words, operands].filter((word) => word !== '').join(' ');
}

/** "Usage: eboxctl users show NAME". */
export function usageSentence(command: Command): Sentence {
  return say`Usage: ${{ usage: usageOf(command) }}`;
}

/** An option as help and manual name it: "-n, --number COUNT". */
export function optionNames({ name, value, short }: CommandOption): string {
  return `${short === undefined ? '' : `-${short}, `}--${name}${value === null ? '' : ` ${value}`}`;
}
