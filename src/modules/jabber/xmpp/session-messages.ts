import { randomBytes } from 'node:crypto';
import { escaped, namespaces } from './element.js';
import type { PanelComponent } from './panel-component.js';
import type { RouterComponent } from './router-component.js';
import { xmlText } from './xml-text.js';

/**
 * Sends a message of the chat server itself to sessions: a full JID is reached whatever the presence of its client.
 * @returns the JIDs of those that were still there afterwards
 * @throws Error with the reason when sm does not answer
 */
export async function tellSessions(
  component: RouterComponent,
  panel: Pick<PanelComponent, 'sessions'>,
  to: { readonly domain: string; readonly jids: readonly string[] },
  text: string,
  seconds: number,
): Promise<readonly string[]> {
  const body = escaped(xmlText(text));
  for (const jid of to.jids) {
    const id = randomBytes(8).toString('hex');
    const message =
      `<message xmlns='${namespaces.client}' id='${id}' from='${escaped(to.domain)}' to='${escaped(jid)}'>` +
      `<body>${body}</body></message>`;
    await component.tell(to.domain, message, seconds);
  }
  // sm takes one after the other: when this is answered, all are on their way.
  const there = new Set(await panel.sessions(to.domain, seconds));
  return to.jids.filter((jid) => there.has(jid));
}
