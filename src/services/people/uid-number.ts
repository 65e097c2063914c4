import { tree, valueOf } from '../../core/directory.js';
import type { Directory } from '../../core/ports.js';
import { say } from '../../core/words/sentence.js';
import { PanelError } from '../../errors.js';

/** How often somebody else may take a number just before us. */
const ATTEMPTS = 20;

/**
 * Takes the next uidNumbers from the directory's counter. Two who ask at once get different numbers: the counter is only
 * raised from the value that was read (compare and swap).
 * @returns the first of them
 */
export async function takeUidNumbers(directory: Directory, count: number): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const counter = await directory.search({
      base: tree.counter,
      scope: 'base',
      filter: { kind: 'present', attribute: 'uidNumber' },
      attributes: ['uidNumber'],
    });
    const text = counter.entries[0] === undefined ? '' : valueOf(counter.entries[0], 'uidNumber');
    const next = Number(text);
    if (!/^\d{1,9}$/.test(text)) {
      throw new PanelError('directory-refused', {
        reason: say`Its counter cn=nextUidNumber contains no number.`,
      });
    }
    try {
      await directory.modify(tree.counter, [
        { operation: 'delete', attribute: 'uidNumber', values: [text] },
        { operation: 'add', attribute: 'uidNumber', values: [String(next + count)] },
      ]);
      return next;
    } catch (error) {
      const taken = error instanceof PanelError && error.code === 'directory-entry-changed';
      if (!taken || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Takes the next uidNumber. */
export function takeUidNumber(directory: Directory): Promise<number> {
  return takeUidNumbers(directory, 1);
}

/** Numbers for many users: so many are taken at once, since each time the directory writes to the disk. */
const AT_ONCE = 50;

/** Gives one number after the other. Those that are left at the end are nobody's. */
export function uidNumbers(directory: Directory): () => Promise<number> {
  let [next, end] = [0, 0];
  return async () => {
    if (next === end) {
      next = await takeUidNumbers(directory, AT_ONCE);
      end = next + AT_ONCE;
    }
    next += 1;
    return next - 1;
  };
}
