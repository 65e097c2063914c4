import { createHash, randomBytes } from 'node:crypto';
import { escaped, namespaces } from './element.js';
import type { PanelComponent } from './panel-component.js';
import type { RouterComponent } from './router-component.js';

/** A session that is to end, and the seconds since 1970 at which it may have begun. */
export interface SessionToEnd {
  readonly jid: string;
  readonly starts: readonly number[];
}

/** Sessions that are ended before sm is asked which are left. */
const AT_ONCE = 100;

/** sm's own id of a session: a hash of the second in which it began and of its full JID (sm/sess.c, sess_start). */
export function sessionId(start: number, jid: string): string {
  const begun = new Date(start * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  return createHash('sha1').update(`${begun}${jid}`, 'utf8').digest('hex');
}

/** Ends sessions. Nothing that belongs to their users is lost: never `action='delete'`, which purges the user. */
export class SessionEnds {
  readonly #component: RouterComponent;
  readonly #panel: Pick<PanelComponent, 'sessions'>;

  constructor(component: RouterComponent, panel: Pick<PanelComponent, 'sessions'>) {
    this.#component = component;
    this.#panel = panel;
  }

  /**
   * Ends sessions by sm's own id of each. Their clients see their stream end, as when the server stops, and connect again
   * by themselves. An id that sm does not know does nothing.
   * @returns the JIDs of those that are still there
   * @throws Error with the reason when sm does not answer
   */
  async end(
    domain: string,
    sessions: readonly SessionToEnd[],
    seconds: number,
  ): Promise<ReadonlySet<string>> {
    const left = new Set<string>();
    for (let from = 0; from < sessions.length; from += AT_ONCE) {
      const some = sessions.slice(from, from + AT_ONCE);
      for (const { jid, starts } of some)
        for (const start of starts)
          await this.#component.tell(domain, ending(`sc:sm='${sessionId(start, jid)}'`), seconds);
      // sm takes one after the other: what it lists now was not ended.
      const there = new Set(await this.#panel.sessions(domain, seconds));
      for (const { jid } of some) if (there.has(jid)) left.add(jid);
    }
    return left;
  }

  /**
   * Ends a session whose beginning is not known: a session of the same full JID replaces it (sm/sess.c), and is ended
   * itself. Its client is told `<conflict/>`, so that Pidgin and others stay off until their user connects again by hand.
   * @throws Error with the reason
   */
  async replace(domain: string, jid: string, seconds: number): Promise<void> {
    const key = `PBX-${randomBytes(8).toString('hex')}`;
    const start =
      `<sc:session xmlns:sc='${namespaces.session}' sc:c2s='${key}' action='start' ` +
      `target='${escaped(jid)}' id='${key}'/>`;
    const started = await this.#component.exchange(domain, key, start, seconds);
    const own = ending(`sc:c2s='${key}' sc:sm='${escaped(started.attributes.sm ?? '')}'`);
    await this.#component.exchange(domain, key, own, seconds);
  }
}

function ending(ids: string): string {
  return `<sc:session xmlns:sc='${namespaces.session}' ${ids} action='end'/>`;
}
