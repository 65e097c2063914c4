import type { Account } from '../layout.js';

/** One rendered file of a generation. */
export interface RenderedFile {
  /** Relative to the generation, e.g. `slapd/slapd.conf`. */
  readonly path: string;
  readonly content: string;
  /** The account that may read it; it is owned by root (or the person) and 0640, 0750 when executable. */
  readonly readableBy: Account;
  readonly executable: boolean;
}

/** A file of the live generation, as it is on the disk now. */
export interface LiveFile {
  readonly path: string;
  /** Null when the file is missing, or when it is something else than a file. */
  readonly content: string | null;
  /** What the panel wrote there. */
  readonly written: string;
  /** True when content, mode or owner are no longer what the panel wrote. */
  readonly hasDrifted: boolean;
  /** Whom the panel wrote it for: the accounts that this lets read it. Left out when nothing is known of that. */
  readonly access?: { readonly readableBy: readonly Account[]; readonly executable: boolean };
}

/** The rendered configuration: whole generations, one of which is live through the symlink `current`. */
export interface Configuration {
  /** The live generation's number, 0 when there is none yet. */
  liveNumber(): Promise<number>;
  /** The live generation's files. Empty when there is none. */
  live(): Promise<readonly LiveFile[]>;
  /** Writes a whole new generation beside the live one and returns its number. Nothing is live yet. */
  write(files: readonly RenderedFile[]): Promise<number>;
  /** Makes a generation live by one rename of the symlink. 0: none is live any more. */
  activate(generation: number): Promise<void>;
  /** Puts the files of a generation back as the panel wrote them. */
  restore(generation: number): Promise<void>;
  /** Copies files of the live generation, as they are now, into a dated folder below the backups. Returns the folder. */
  setAside(paths: readonly string[]): Promise<string>;
  /** Removes all generations but the live one and those named, and what a crash left of one that was being written. */
  prune(keep: readonly number[]): Promise<void>;
}
