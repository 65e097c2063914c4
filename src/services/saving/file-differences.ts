import { createTwoFilesPatch } from 'diff';
import type { PlannedFile } from '../../core/module/index.js';
import type { FileChange } from '../../core/plan.js';
import type { LiveFile } from '../../core/ports.js';
import { redact } from '../../core/redact.js';
import type { Secret } from '../../core/secret.js';

/** How a file that a save would write differs from the active one. */
export interface FileDifference extends FileChange {
  /** A unified diff, secrets and private keys redacted. */
  readonly patch: string;
}

/** The differences of all files that would change. */
export function fileDifferences(
  changes: readonly FileChange[],
  files: readonly PlannedFile[],
  live: readonly LiveFile[],
  secrets: readonly Secret[],
): readonly FileDifference[] {
  return changes.map(({ path, kind }) => {
    const before = live.find((file) => file.path === path)?.content ?? '';
    const after = files.find((file) => file.path === path)?.content ?? '';
    const [old, fresh] = [redact(before, secrets), redact(after, secrets)];
    const patch = createTwoFilesPatch(
      kind === 'new' ? '/dev/null' : path,
      kind === 'removed' ? '/dev/null' : path,
      old,
      fresh,
      undefined,
      undefined,
      { context: 3 },
    );
    return { path, kind, patch };
  });
}
