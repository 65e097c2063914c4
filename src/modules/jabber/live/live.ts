import type { Frame } from '../../../core/module/index.js';
import type { Machine } from '../../../core/ports.js';
import { clientQuestionsOf } from '../panel.js';
import { SignInNews } from '../sign-in/news.js';
import { settingsForm } from '../settings.js';
import { ClientAnswers } from './client-facts.js';
import { KnownSessions } from './known-sessions.js';

/** All that is known of the sessions of one machine's chat server. */
export interface Live {
  readonly known: KnownSessions;
  readonly clients: ClientAnswers;
  readonly news: SignInNews;
}

const lives = new WeakMap<Machine, Live>();

/** What is known of the sessions on this machine's chat server. */
export function liveOf(machine: Machine): Live {
  const there = lives.get(machine);
  if (there !== undefined) return there;
  const clients = new ClientAnswers(clientQuestionsOf(machine), machine.clock);
  const known = new KnownSessions(machine, (jid) => clients.forget(jid));
  const made = { known, clients, news: new SignInNews(machine) };
  lives.set(machine, made);
  return made;
}

/** Takes the list of the session manager: what is kept of sessions that are gone is dropped, what is new is looked up. */
export async function noteSessions(machine: Machine, jids: readonly string[]): Promise<void> {
  const { known, clients } = liveOf(machine);
  await known.saw(jids);
  clients.keepOnly(new Set(jids));
}

/**
 * At each look at who is connected: asks the chat sign-in what is new, and the clients that were not asked yet what they are,
 * a few at a time.
 */
export function watchClients(frame: Frame): void {
  frame.onLook((sessions) => {
    const active = frame.active();
    if (active === null) return;
    const { domain } = settingsForm.schema.parse(active);
    const jids = sessions.map(({ address }) => address);
    const { clients, news } = liveOf(frame.machine);
    void clients.askSoftware(domain, jids);
    void news.look();
  });
}

/** Asks the clients of these sessions what they are, and for how long nobody used them. Does not throw. */
export async function askClients(frame: Frame, jids: readonly string[]): Promise<void> {
  const active = frame.active();
  if (active === null || jids.length === 0) return;
  const { domain } = settingsForm.schema.parse(active);
  const { clients } = liveOf(frame.machine);
  await Promise.all([clients.askSoftware(domain, jids), clients.askIdle(domain, jids)]);
}
