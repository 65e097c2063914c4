import { createTwoFilesPatch, structuredPatch } from 'diff';
import type { Drift } from '../../core/drift.js';
import { redact } from '../../core/redact.js';
import type { Secret } from '../../core/secret.js';
import type { Sentence } from '../../core/words/sentence.js';

/** One line of a shown difference. */
export interface DiffLine {
  /** `ours` is what the panel would write, `theirs` what somebody wrote by hand. */
  readonly kind: 'same' | 'ours' | 'theirs' | 'gap';
  readonly text: string;
}

/** A hand edit as a page shows it: secrets redacted. */
export interface ShownDrift {
  readonly path: string;
  readonly missing: boolean;
  readonly canKeep: boolean;
  /** Why what was written by hand cannot be kept, in words and with the line, or `''`. */
  readonly problem: Sentence | '';
  /** Empty when only owner or permissions were changed. */
  readonly lines: readonly DiffLine[];
}

/** A hand edit as the shell shows it. */
export interface DriftDifference extends Pick<ShownDrift, 'path' | 'canKeep' | 'problem'> {
  /** A unified diff; see {@link driftPatch}. */
  readonly patch: string;
}

/** The difference between what the panel would write and what lies there, a few lines around each change. */
export function shownDrift(edit: Drift, secrets: readonly Secret[]): ShownDrift {
  const { path, canKeep } = edit;
  const ours = redact(edit.ours, secrets);
  const theirs = redact(edit.theirs ?? '', secrets);
  const { hunks } = structuredPatch(path, path, ours, theirs, '', '', { context: 3 });
  const lines = hunks.flatMap((hunk, index): DiffLine[] => [
    ...(index === 0 ? [] : [{ kind: 'gap' as const, text: '' }]),
    ...hunk.lines.filter((line) => !line.startsWith('\\')).map(diffLine),
  ]);
  return { path, missing: edit.theirs === null, canKeep, problem: edit.problem ?? '', lines };
}

/**
 * The same as a unified diff, from what the panel would write to what lies there; '' when only owner or permissions were
 * changed.
 */
export function driftPatch(edit: Drift, secrets: readonly Secret[]): string {
  if (edit.theirs === edit.ours) return '';
  const ours = redact(edit.ours, secrets);
  const theirs = redact(edit.theirs ?? '', secrets);
  const name = edit.theirs === null ? '/dev/null' : edit.path;
  return createTwoFilesPatch(edit.path, name, ours, theirs, 'the panel', 'by hand', { context: 3 });
}

function diffLine(line: string): DiffLine {
  const text = line.slice(1);
  if (line.startsWith('-')) return { kind: 'ours', text };
  return { kind: line.startsWith('+') ? 'theirs' : 'same', text };
}
