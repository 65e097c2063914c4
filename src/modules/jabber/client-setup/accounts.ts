import { tree } from '../../../core/directory.js';
import type { Directory } from '../../../core/ports.js';
import { ACCOUNT_CLASS, chatNameAttributes, chatNameOf } from '../chat-name.js';

/** How many users may chat. Throws PanelErrors of the directory. */
export async function countAccounts(directory: Directory): Promise<number> {
  let count = 0;
  const request = {
    base: tree.users,
    scope: 'sub',
    filter: { kind: 'equals', attribute: 'objectClass', value: ACCOUNT_CLASS },
    attributes: chatNameAttributes,
  } as const;
  await directory.each(request, (entry) => {
    if (chatNameOf(entry) !== null) count += 1;
  });
  return count;
}
