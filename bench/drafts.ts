import type { JabberSettings } from '../src/modules/jabber/settings.js';
import type { EnabledPanel } from '../test/helpers/enabled-panel.js';

/** Where everybody chats after the save of everything. */
export function domainOf(round: number): string {
  return `chat${round}.lan`;
}

/** Puts settings of the chat into the draft. */
export async function draft({ panel }: EnabledPanel, settings: Partial<JabberSettings>): Promise<void> {
  const view = await panel.draft.view('jabber');
  const outcome = await panel.draft.apply({
    module: 'jabber',
    values: { ...view.settings, ...settings },
    version: view.version,
    who: 'bench',
  });
  if (outcome.kind !== 'applied') throw new Error(`the draft does not take it: ${outcome.kind}`);
}

/** Puts every domain of the chat into the DNS, with so many hosts. */
export async function draftDomains({ draft }: EnabledPanel['panel'], hosts: number): Promise<void> {
  const { settings, version } = await draft.view('dns');
  const domains = ['chat.lan', domainOf(0), domainOf(1)].map((name) => ({
    ...{ id: name.replaceAll('.', '-'), name, addresses: ['10.0.0.1'] },
    hosts: Array.from({ length: hosts }, (_, index) => ({
      ...{ id: `h${index}`, name: `host-${index}`, addresses: ['10.0.0.7'], aliases: [] },
    })),
    ...{ nameServers: [], mailExchangers: [], services: [], texts: [] },
  }));
  const outcome = await draft.apply({
    ...{ module: 'dns', values: { ...settings, domains }, version, who: 'bench' },
  });
  if (outcome.kind !== 'applied') throw new Error(`the draft does not take it: ${JSON.stringify(outcome)}`);
}

/** Gives the first user the administrator's rights, or takes them. */
export async function setAdministrator(
  { users }: EnabledPanel['panel'],
  administrator: boolean,
): Promise<void> {
  const { csn, firstName, lastName, comment } = await users.find('user0');
  const outcome = await users.edit('user0', {
    csn,
    fields: { firstName, lastName, comment, password: '', passwordAgain: '' },
    accounts: { jabber: { account: 'enabled', administrator } },
  });
  if (outcome.kind !== 'changed') throw new Error(`the user cannot be changed: ${outcome.kind}`);
}
