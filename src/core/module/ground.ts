import type { Account } from '../layout.js';
import type { DistributionDeclaration } from './distribution.js';

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
  /** What it is for: "the chat server". */
  readonly what: string;
  /** Whether it comes with the panel's own package, or only whoever wants the module installs it. */
  readonly relation: 'depends' | 'suggests';
}

/** A port whose number the environment may say. */
export interface PortDeclaration {
  /** Under which the layout has it. */
  readonly name: string;
  /** E.g. `EBOX_DNS_PORT`. */
  readonly variable: string;
  readonly usual: number;
  /** The usual one where the panel may not have ports below 1024. */
  readonly withoutRoot: number;
}

/** What a machine must know of the modules before it can be worked on: whose they are, and which names may be touched. */
export interface Ground {
  readonly id: string;
  readonly accounts: readonly AccountDeclaration[];
  readonly ports: readonly PortDeclaration[];
  /** Null where the operating system runs none of its daemons by itself. */
  readonly distribution: DistributionDeclaration | null;
}
