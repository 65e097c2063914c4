import type { Ports } from '../layout.js';
import type { ClientCard } from '../module/account.js';
import type { Settings } from '../settings.js';
import type { AccountPart } from './account-part.js';

/** How this user connects, when the account lets him in; else null. */
export function userCard(
  parts: readonly AccountPart[],
  ports: Ports,
  userName: string,
  account: { readonly module: string; readonly values: Settings },
): (ClientCard & { readonly isActive: boolean }) | null {
  const part = parts.find(({ module }) => module === account.module);
  if (part === undefined || part.section.cannotHave(userName) !== null) return null;
  const card = part.section.clientCard?.(userName, account.values, part.settings(), ports) ?? null;
  return card === null ? null : { ...card, isActive: part.enabled() };
}
