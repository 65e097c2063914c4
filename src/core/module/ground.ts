import type { Account } from '../layout.js';
import type { Sentence } from '../words/sentence.js';
import type { DirectoryDeclaration } from './directory.js';
import type { DistributionDeclaration } from './distribution.js';
import type { FolderDeclaration } from './folder.js';

/** A user of this machine that runs daemons of the module and owns their data. */
export interface AccountDeclaration {
  readonly name: Account;
  /** The user that Debian's package makes. */
  readonly user: string;
  /** That package. */
  readonly package: string;
  /** The folders below the state folder that its daemons write to. */
  readonly writes: readonly string[];
}

/** A Debian package with programs that the module runs. */
export interface PackageDeclaration {
  readonly name: string;
  /** What it is for: "the DNS server". */
  readonly what: Sentence;
  /** Whether the panel's own package installs it, or the administrator who wants the module. */
  readonly relation: 'depends' | 'suggests';
}

/** Ports whose numbers one variable of the environment may say. */
export interface PortsDeclaration {
  /** E.g. `EBOX_DNS_PORT`. Of several ports the numbers stand in it in this order, with commas between them. */
  readonly variable: string;
  /** What must stand there, for the sentence when something else does: "a port". */
  readonly form: Sentence;
  readonly ports: readonly {
    /** Under which the layout has it. */
    readonly name: string;
    readonly usual: number;
    /** The usual one where the panel may not have ports below 1024, when that is another. */
    readonly withoutRoot?: number;
  }[];
}

/** A port on loopback, where the module's daemons meet: the machine chooses one that is free, and keeps to it. */
export interface ChosenPortDeclaration {
  /** Under which the layout has it, and the store keeps it. */
  readonly name: string;
  /** The first one that is tried. */
  readonly usual: number;
  /** For the sentence when none is free: "x's router". */
  readonly whose: Sentence;
}

/** What a machine must know of the modules before it can be worked on: whose they are, and which names may be touched. */
export interface Ground {
  readonly id: string;
  readonly accounts: readonly AccountDeclaration[];
  readonly ports: readonly PortsDeclaration[];
  readonly chosenPorts: readonly ChosenPortDeclaration[];
  readonly folders: readonly FolderDeclaration[];
  /** Names of secrets that the panel itself signs in with, also where it is not root. */
  readonly panelSecrets: readonly string[];
  /** Null but of the module that keeps the directory of users. */
  readonly directory: DirectoryDeclaration | null;
  /** Null where the operating system runs none of its daemons by itself. */
  readonly distribution: DistributionDeclaration | null;
}
