import type { Finding } from '../finding.js';
import type { Layout } from '../layout.js';
import type { Directory, Exchange, Files, Network, OwnResolver } from '../ports.js';
import type { Settings } from '../settings.js';
import type { Sentence } from '../words/sentence.js';

/** What a module's doctor checks may look at. All of it works while the panel is down, and changes nothing. */
export interface Examined {
  /** With the active ports; 0 where a port is not known. */
  readonly layout: Layout;
  readonly files: Pick<Files, 'exists' | 'read'>;
  readonly network: Network;
  readonly exchange: Exchange;
  readonly directory: Pick<Directory, 'search' | 'each'>;
  readonly resolver: OwnResolver;
  /** What is said of a name that an enabled module keeps in its own DNS; null where none does. */
  readonly heldHere: (name: string) => Sentence | null;
  /** What a program that only reads prints; null when it cannot be run or fails. */
  readonly output: (argv: readonly string[]) => Promise<string | null>;
}

/** Something that the doctor looks at when the module is on. */
export interface DoctorCheck<S> {
  /** Of its findings, also of the one that says that it could not look. */
  readonly subject: string;
  /** True where only root sees what it looks at: the panel then leaves it to the command. */
  readonly asRoot?: boolean;
  readonly look: (examined: Examined, settings: S) => Promise<readonly Finding[]>;
}

/** A program of Debian's own that serves what a daemon of the module serves, and may have been there before the panel. */
export interface Rival {
  /** Its name: `slapd`. */
  readonly program: string;
  /** What it is: "directory". */
  readonly kind: Sentence;
  /** How to keep it from running where it has a port of ours, in sentences. */
  readonly stop: Sentence;
  /** What to do where it is open to the network; null where that may be intended. */
  readonly whenOpen: Sentence | null;
}

/** What the doctor knows of one module. */
export interface ModuleDoctor<S> {
  readonly checks: readonly DoctorCheck<S>[];
  readonly rivals?: readonly Rival[];
  /**
   * The ports that the live files name, by the names that the layout has for them: those of a panel that does not answer.
   * @param read the text of a live file, '' when there is none
   */
  livePorts?(read: (path: string) => Promise<string>): Promise<Readonly<Record<string, number>>>;
}

/** The same for any settings, refusing those that are none of the module's. */
export function parsedDoctor<S>(
  doctor: ModuleDoctor<S> | undefined,
  parse: (settings: Settings) => S,
): Required<ModuleDoctor<Settings>> {
  const checks = doctor?.checks ?? [];
  return {
    checks: checks.map(({ subject, asRoot = false, look }) => ({
      subject,
      asRoot,
      look: async (examined, settings) => look(examined, parse(settings)),
    })),
    rivals: doctor?.rivals ?? [],
    livePorts: async (read) => (await doctor?.livePorts?.(read)) ?? {},
  };
}
