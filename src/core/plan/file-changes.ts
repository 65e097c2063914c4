import type { PlannedFile } from '../module/index.js';
import { isForOthers } from '../outdated.js';
import type { LiveFile } from '../ports.js';

/** How one file of the new generation differs from the live one. */
export interface FileChange {
  readonly path: string;
  readonly kind: 'new' | 'changed' | 'removed';
}

/** What differs between the files as rendered and as they are live. */
export function changesOf(files: readonly PlannedFile[], live: readonly LiveFile[]): readonly FileChange[] {
  const onDisk = new Map(live.map((file) => [file.path, file]));
  const rendered = new Set(files.map((file) => file.path));
  return [
    ...files.flatMap((file): readonly FileChange[] => {
      const now = onDisk.get(file.path);
      if (now === undefined) return [{ path: file.path, kind: 'new' }];
      const isSame = now.content === file.content && !now.hasDrifted && !isForOthers(now, file);
      return isSame ? [] : [{ path: file.path, kind: 'changed' }];
    }),
    ...live.flatMap((file): readonly FileChange[] =>
      rendered.has(file.path) ? [] : [{ path: file.path, kind: 'removed' }],
    ),
  ];
}
