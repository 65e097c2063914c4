import { modules } from '../../src/modules/index.js';
import { lookUpAccounts as lookUp, type Accounts } from '../../src/system/accounts.js';

/** The accounts that the modules declare, on this machine. */
export function lookUpAccounts(): Promise<Accounts> {
  return Promise.resolve(lookUp(modules.flatMap(({ accounts }) => accounts)));
}
