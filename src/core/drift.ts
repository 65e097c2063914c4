import type { PlannedFile } from './module/index.js';
import type { LiveFile } from './ports.js';
import type { Sentence } from './words/sentence.js';

/** What the administrator decided for a file that somebody changed by hand. */
export type Decision = 'keep' | 'overwrite';

/** File path → decision. */
export type Decisions = Readonly<Record<string, Decision>>;

/** A hand edit that was kept: file path → what the panel would have written when it was kept. */
export type KeptEdits = Readonly<Record<string, string>>;

/** A live file that is not what the panel would write, because somebody changed it by hand. */
export interface Drift {
  readonly path: string;
  /** What the panel would write now. */
  readonly ours: string;
  /** The file as it is; null when it is missing. */
  readonly theirs: string | null;
  /** What is wrong with the file as it is, in words and with the line; null when it can be read. */
  readonly problem: Sentence | null;
  /** False for a missing file, for one whose permissions only were changed, and for one with a problem. */
  readonly canKeep: boolean;
}

/** The files to be written once hand edits are taken into account. */
export interface Reconciled {
  readonly files: readonly PlannedFile[];
  /** Hand edits that wait for a decision. Nothing may be written while there are any. */
  readonly undecided: readonly Drift[];
  /** Hand edits that are overwritten, or go with their file when its module is off: a copy is to be kept. */
  readonly overwritten: readonly Drift[];
  readonly kept: KeptEdits;
}

/**
 * Takes hand edits into account. A kept one stays kept as long as the panel would write the same as when it was kept;
 * when the panel has something new to say in that file, it is asked about again. In a file that is not rendered any more
 * there is nothing to decide. What cannot be read is not kept, whatever was decided before it was looked at.
 * @param problemOf what is wrong with the text of a file, or null
 */
export function reconcile(
  rendered: readonly PlannedFile[],
  live: readonly LiveFile[],
  kept: KeptEdits,
  decisions: Decisions,
  problemOf: (path: string, text: string) => Sentence | null,
): Reconciled {
  const onDisk = new Map(live.map((file) => [file.path, file]));
  const files: PlannedFile[] = [];
  const undecided: Drift[] = [];
  const overwritten: Drift[] = [];
  const stillKept: Record<string, string> = {};

  for (const file of rendered) {
    const now = onDisk.get(file.path);
    const edit = now === undefined ? null : driftOf(file, now, kept[file.path], problemOf);
    if (edit === null) {
      files.push(file);
    } else if (
      edit.canKeep &&
      edit.theirs !== null &&
      isKept(file, now, kept[file.path], decisions[file.path])
    ) {
      files.push({ ...file, content: edit.theirs });
      stillKept[file.path] = file.content;
    } else if (
      decisions[file.path] === undefined ||
      (edit.problem !== null && decisions[file.path] === 'keep')
    ) {
      undecided.push(edit);
    } else {
      files.push(file);
      overwritten.push(edit);
    }
  }
  const paths = new Set(rendered.map(({ path }) => path));
  for (const { path, content, written, hasDrifted } of live) {
    const isEdited = kept[path] !== undefined || (hasDrifted && content !== written);
    if (!paths.has(path) && isEdited)
      overwritten.push({ path, ours: '', theirs: content, problem: null, canKeep: false });
  }
  return { files, undecided, overwritten, kept: stillKept };
}

function driftOf(
  file: PlannedFile,
  now: LiveFile,
  keptAgainst: string | undefined,
  problemOf: (path: string, text: string) => Sentence | null,
): Drift | null {
  const wasKept = keptAgainst !== undefined;
  if (!now.hasDrifted && !wasKept) return null;
  if (now.content === file.content && !now.hasDrifted) return null;
  const isTheirs = now.content !== null && now.content !== file.content;
  const problem = isTheirs ? problemOf(file.path, now.content) : null;
  return {
    path: file.path,
    ours: file.content,
    theirs: now.content,
    problem,
    canKeep: isTheirs && problem === null,
  };
}

function isKept(
  file: PlannedFile,
  now: LiveFile | undefined,
  keptAgainst: string | undefined,
  decision: Decision | undefined,
): boolean {
  if (decision !== undefined) return decision === 'keep';
  return keptAgainst === file.content && now?.hasDrifted === false;
}
