import { many, quantity, say, type Sentence } from '../../words/sentence.js';
import type { ImportCounts } from './imports.js';

/** What each count means, where it is not 0. */
export function countWords({ add, change, disable, unchanged, bad }: ImportCounts): readonly Sentence[] {
  return [
    ...(add > 0 ? [many(add, say`1 new user`, say`${{ count: quantity(add) }} new users`)] : []),
    ...(change > 0
      ? [many(change, say`1 changed user`, say`${{ count: quantity(change) }} changed users`)]
      : []),
    ...(disable > 0
      ? [
          many(
            disable,
            say`1 user who is not in the file is disabled`,
            say`${{ count: quantity(disable) }} users who are not in the file are disabled`,
          ),
        ]
      : []),
    ...(unchanged > 0
      ? [
          many(
            unchanged,
            say`1 user is as in the file already`,
            say`${{ count: quantity(unchanged) }} users are as in the file already`,
          ),
        ]
      : []),
    ...(bad > 0
      ? [many(bad, say`1 line is left out`, say`${{ count: quantity(bad) }} lines are left out`)]
      : []),
  ];
}
