import type { Settings } from '../../src/core/settings.js';
import { jabberAccount } from '../../src/modules/jabber/account.js';
import type { AccountPart } from '../../src/core/people/account-part.js';

/** The section "Jabber account" of a panel with these settings; Jabber is off. */
export function jabberPart(settings: Settings = { newUsersGetAccount: true }): AccountPart {
  return {
    ...{ module: 'jabber', section: jabberAccount, enabled: () => false, settings: () => settings },
    watched: () => ({}),
  };
}
