import type { Letters } from './letters.js';
import type { PanelComponent } from './panel-component.js';

/** Messages that are sent before it is asked what became of them. */
const AT_ONCE = 1_000;

/** What the messages go by. */
export interface MessageWays {
  readonly letters: Letters;
  readonly panel: Pick<PanelComponent, 'sessions'>;
}

/**
 * Sends a message of the chat server itself to sessions: a full JID is reached whatever the presence of its client.
 * @returns the JIDs of those that were still there afterwards, and from which no error came back
 * @throws Error with the reason when sm does not answer
 */
export async function tellSessions(
  ways: MessageWays,
  { domain, jids }: { readonly domain: string; readonly jids: readonly string[] },
  text: string,
  seconds: number,
): Promise<readonly string[]> {
  const delivered: string[] = [];
  for (let from = 0; from < jids.length; from += AT_ONCE)
    delivered.push(
      ...(await tellSome(ways, { domain, jids: jids.slice(from, from + AT_ONCE) }, text, seconds)),
    );
  return delivered;
}

async function tellSome(
  { letters, panel }: MessageWays,
  { domain, jids }: { readonly domain: string; readonly jids: readonly string[] },
  text: string,
  seconds: number,
): Promise<readonly string[]> {
  /** Message → to whom. */
  const sent = new Map<string, string>();
  try {
    for (const jid of jids) sent.set(await letters.send(domain, jid, text, seconds), jid);
    // sm takes one after the other: when this is answered, all are on their way, and every error is back.
    const there = new Set(await panel.sessions(domain, seconds));
    return [...sent].flatMap(([letter, jid]) => (there.has(jid) && !letters.cameBack(letter) ? [jid] : []));
  } finally {
    letters.forget([...sent.keys()]);
  }
}
