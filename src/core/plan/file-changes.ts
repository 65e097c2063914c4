import type { PlannedFile } from '../module/index.js';
import { isForOthers } from '../outdated.js';
import type { LiveFile } from '../ports.js';

/** How one file of the new generation differs from the live one. */
export interface FileChange {
  readonly path: string;
  readonly kind: 'new' | 'changed' | 'removed';
  /** True where the daemons that read it need not take the new version before they are started next. */
  readonly canWait?: true;
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
      if (isSame) return [];
      const change = { path: file.path, kind: 'changed' } as const;
      return canWait(file, now) ? [{ ...change, canWait: true }] : [change];
    }),
    ...live.flatMap((file): readonly FileChange[] =>
      rendered.has(file.path) ? [] : [{ path: file.path, kind: 'removed' }],
    ),
  ];
}

/** Whether only that changes which a running daemon may go on without. What was changed by hand it may have taken. */
function canWait(file: PlannedFile, now: LiveFile): boolean {
  if (file.atOnce === undefined || now.content === null || now.hasDrifted || isForOthers(now, file))
    return false;
  return file.atOnce(now.content) === file.atOnce(file.content);
}
