import type { ClientCard } from '../module/account.js';
import type { Machine } from '../ports.js';
import type { Settings } from '../settings.js';
import type { AccountPart } from './account-part.js';

/** An account of a user, of one module. */
interface Account {
  readonly module: string;
  readonly values: Settings;
}

/** Whether this account lets the user in. */
export function letsIn(parts: readonly AccountPart[], userName: string, account: Account): boolean {
  return partOf(parts, userName, account) !== null;
}

/** How the user connects a client, when the account lets the user in; else null. */
export async function userCard(
  machine: Machine,
  parts: readonly AccountPart[],
  userName: string,
  account: Account,
): Promise<(ClientCard & { readonly isActive: boolean }) | null> {
  const part = partOf(parts, userName, account);
  const card = await part?.section.clientCard?.(machine, userName, part.settings(), part.enabled());
  return part === null || card === undefined ? null : { ...card, isActive: part.enabled() };
}

function partOf(parts: readonly AccountPart[], userName: string, account: Account): AccountPart | null {
  const part = parts.find(({ module }) => module === account.module);
  const access = part?.section.access;
  if (part === undefined || access === undefined) return null;
  const isOn = account.values[access.field] === access.on;
  return isOn && part.section.cannotHave(userName) === null ? part : null;
}
