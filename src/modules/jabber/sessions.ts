import type { SessionControl } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import { many, quantity, say, type Sentence } from '../../core/words/sentence.js';
import { chatNameAttributes, chatNameOf } from './chat-name.js';
import { liveOf, noteSessions } from './live/live.js';
import { panelOf, sessionEndsOf, tellEverybody, tellSessionsOf } from './panel.js';
import type { JabberSettings } from './settings.js';

/** Seconds for the session manager to answer. */
const SECONDS = 3;
/** Sessions that are replaced side by side. */
const AT_ONCE = 20;

/** Who chats now, asked of the session manager itself, and ending their sessions. */
export const sessions: SessionControl<JabberSettings> = {
  async sessions(machine, { domain }) {
    const jids = await panelOf(machine).sessions(domain, SECONDS);
    await noteSessions(machine, jids);
    return jids.map((jid) => ({ address: jid, userName: jid.slice(0, Math.max(0, jid.indexOf('@'))) }));
  },

  async end(machine, { domain }, which) {
    const { known } = liveOf(machine);
    // A client may have connected again since the last look, under the same JID.
    await known.read().catch(() => undefined);
    const wanted = which.map(({ address: jid }) => ({ jid, starts: known.of(jid).starts }));
    const left = [...(await sessionEndsOf(machine).end(domain, wanted, SECONDS))];
    let ended = which.length - left.length;
    for (let from = 0; from < left.length; from += AT_ONCE)
      ended += await replaceSideBySide(machine, domain, left.slice(from, from + AT_ONCE));
    return ended;
  },

  announceSave: (machine, { domain }, minutes, reader) =>
    tellEverybody(machine, domain, reader.text(saveSentence(minutes))),

  async tell(machine, { domain }, which, text) {
    const jids = which.map(({ address }) => address);
    return (await tellSessionsOf(machine, domain, jids, text)).length;
  },

  reads: chatNameAttributes,
  connectsAs: chatNameOf,
};

function saveSentence(minutes: number | null): Sentence {
  if (minutes === null) return say`The restart of the chat server that was announced does not take place.`;
  return many(
    minutes,
    say`In one minute the chat server restarts. You are disconnected for a moment, and your client connects again automatically.`,
    say`In ${{ minutes: quantity(minutes) }} minutes the chat server restarts. You are disconnected for a moment, and your client connects again automatically.`,
  );
}

/**
 * Ends sessions whose beginning no log told. One that cannot be ended does not keep the others: the next look of the watch
 * tries it again.
 */
async function replaceSideBySide(machine: Machine, domain: string, jids: readonly string[]): Promise<number> {
  const results = await Promise.allSettled(
    jids.map((jid) => sessionEndsOf(machine).replace(domain, jid, SECONDS)),
  );
  const failed = results.filter(({ status }) => status === 'rejected').length;
  if (failed > 0) machine.log.error(`${failed} of ${jids.length} sessions could not be ended`);
  return jids.length - failed;
}
