import { performance } from 'node:perf_hooks';
import { tree } from '../../../core/directory.js';
import { problem, warning, well } from '../../../core/finding.js';
import type { DoctorCheck, Examined } from '../../../core/module/index.js';
import { many, quantity, say } from '../../../core/words/sentence.js';
import { PanelError } from '../../../errors.js';

/** Milliseconds in which the directory should answer. */
const SLOW = 500;

/** How long the directory takes, asked as the panel asks it. */
export const directoryCheck: DoctorCheck<unknown> = {
  subject: 'directory',
  async look({ directory }) {
    try {
      const took = await answerTime(directory);
      const users = await countUsers(directory);
      const sentence = many(
        users,
        say`The directory (one user) answered within ${{ time: took }} ms.`,
        say`The directory (${{ count: quantity(users) }} users) answered within ${{ time: took }} ms.`,
      );
      return [
        took > SLOW
          ? warning(
              'directory',
              sentence,
              say`Check the load of this machine, and look at "eboxctl logs slapd".`,
            )
          : well('directory', sentence),
      ];
    } catch (error) {
      if (!(error instanceof PanelError)) throw error;
      return [problem('directory', error.sentence, say`Look at "eboxctl logs slapd".`)];
    }
  },
};

/** Milliseconds that a bind and the smallest search take. */
async function answerTime(directory: Examined['directory']): Promise<number> {
  const began = performance.now();
  await directory.search({
    base: tree.users,
    scope: 'base',
    filter: { kind: 'present', attribute: 'objectClass' },
    attributes: ['objectClass'],
  });
  return Math.round(performance.now() - began);
}

async function countUsers(directory: Examined['directory']): Promise<number> {
  let users = 0;
  const filter = { kind: 'equals', attribute: 'objectClass', value: 'posixAccount' } as const;
  await directory.each({ base: tree.users, scope: 'one', filter, attributes: ['uid'] }, () => {
    users += 1;
  });
  return users;
}
