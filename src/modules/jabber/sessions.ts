import type { ConnectedSession, SessionControl } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import { chatNameAttributes, chatNameOf } from './chat-name.js';
import { panelOf } from './panel.js';
import type { JabberSettings } from './settings.js';

/** Seconds for the session manager to answer. */
const SECONDS = 3;
/** Sessions that are ended side by side. */
const AT_ONCE = 20;

/** Who chats now, asked of the session manager itself, and ending their sessions. */
export const sessions: SessionControl<JabberSettings> = {
  async sessions(machine, { domain }) {
    const jids = await panelOf(machine).sessions(domain, SECONDS);
    return jids.map((jid) => ({ address: jid, userName: jid.slice(0, Math.max(0, jid.indexOf('@'))) }));
  },

  async end(machine, _settings, which) {
    let ended = 0;
    for (let from = 0; from < which.length; from += AT_ONCE) {
      ended += await endSideBySide(machine, which.slice(from, from + AT_ONCE));
    }
    return ended;
  },

  reads: chatNameAttributes,
  connectsAs: chatNameOf,
};

/** One session that cannot be ended does not keep the others. The next look of the watch tries it again. */
async function endSideBySide(machine: Machine, which: readonly ConnectedSession[]): Promise<number> {
  const results = await Promise.allSettled(
    which.map(({ address }) => panelOf(machine).endSession(address, SECONDS)),
  );
  const failed = results.filter(({ status }) => status === 'rejected').length;
  if (failed > 0) machine.log.error(`${failed} of ${which.length} sessions could not be ended`);
  return which.length - failed;
}
