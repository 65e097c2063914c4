import type { Machine } from '../../../../core/ports.js';
import { reasonOf } from '../../../../errors.js';
import { lettersOf } from '../../panel.js';
import { escaped } from '../../xmpp/element.js';
import { SECONDS } from '../seconds.js';
import { defaultRoomOf, type ChosenRoom } from './default-room.js';
import { defaultStanding } from './default-standing.js';

/** How often one session is invited, where an error came back. */
const TRIES = 3;

/** Who was connected when the session manager was asked. */
export interface Connected {
  /** Full JIDs. */
  readonly jids: readonly string[];
  /** When it was asked, in monotonic milliseconds. */
  readonly at: number;
}

/** An invitation that was sent, and not seen to have arrived yet. */
interface Sent {
  readonly letter: string;
  readonly jid: string;
  /** When it was on its way, in monotonic milliseconds. */
  readonly at: number;
}

/**
 * Invites everybody who is connected to the default room, once a person. It counts when no error came back, and a list
 * that was asked for after it was sent has the session.
 */
export class Invitations {
  readonly #machine: Machine;
  /** When the room was chosen that these are about. */
  #choice = '';
  #sent: Sent[] = [];
  /** Full JID → how often it was invited. */
  readonly #tries = new Map<string, number>();
  #round: Promise<void> | null = null;
  #trouble = '';

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Invites who was seen to be connected. One round at a time. Does not throw. */
  saw(domain: string, connected: Connected): Promise<void> {
    this.#round ??= this.#try(domain, connected).finally(() => {
      this.#round = null;
    });
    return this.#round;
  }

  /** Trouble is logged once, not at every round. */
  async #try(domain: string, connected: Connected): Promise<void> {
    try {
      const chosen = await defaultRoomOf(this.#machine).chosen();
      this.#begin(chosen?.when ?? '');
      if (chosen !== null && !chosen.ended) await this.#invite(domain, chosen, connected);
      this.#trouble = '';
    } catch (error) {
      const trouble = reasonOf(error);
      if (trouble !== this.#trouble)
        this.#machine.log.error(`cannot invite anybody to the default room: ${trouble}`);
      this.#trouble = trouble;
    }
  }

  /** What was sent for another choice is of no interest any more. */
  #begin(choice: string): void {
    if (choice === this.#choice) return;
    lettersOf(this.#machine).forget(this.#sent.map(({ letter }) => letter));
    this.#choice = choice;
    this.#sent = [];
    this.#tries.clear();
  }

  async #invite(domain: string, chosen: ChosenRoom, { jids, at }: Connected): Promise<void> {
    const room = defaultRoomOf(this.#machine);
    const standing = await defaultStanding(this.#machine, domain, chosen.jid);
    if (standing === 'gone') return room.end(chosen);
    const arrived = this.#arrived(jids, at);
    if (arrived.length > 0) await room.mark(chosen, arrived);
    const invited = await room.invited();
    const waiting = new Set(this.#sent.map(({ jid }) => userOf(jid)));
    const wanted = jids.filter(
      (jid) => !invited.has(userOf(jid)) && !waiting.has(userOf(jid)) && (this.#tries.get(jid) ?? 0) < TRIES,
    );
    for (const jid of standing === 'open' ? wanted : []) await this.#send(domain, chosen, jid);
  }

  /** The users to whom an invitation came that was sent before this list was asked for. */
  #arrived(jids: readonly string[], at: number): readonly string[] {
    const there = new Set(jids);
    const letters = lettersOf(this.#machine);
    const sent = this.#sent.filter((one) => one.at <= at);
    this.#sent = this.#sent.filter((one) => one.at > at);
    const arrived = sent.filter(({ jid, letter }) => there.has(jid) && !letters.cameBack(letter));
    letters.forget(sent.map(({ letter }) => letter));
    for (const jid of this.#tries.keys()) if (!there.has(jid)) this.#tries.delete(jid);
    return arrived.map(({ jid }) => userOf(jid));
  }

  /** XEP-0249. A client that knows no invitations shows the text. */
  async #send(domain: string, { jid: room, words }: ChosenRoom, jid: string): Promise<void> {
    const { clock } = this.#machine;
    const reason = words === '' ? '' : ` reason='${escaped(words)}'`;
    const invitation = `<x xmlns='jabber:x:conference' jid='${escaped(room)}'${reason}/>`;
    this.#tries.set(jid, (this.#tries.get(jid) ?? 0) + 1);
    const letter = await lettersOf(this.#machine).send(domain, jid, words || room, SECONDS, invitation);
    this.#sent.push({ letter, jid, at: clock.monotonic() });
  }
}

function userOf(jid: string): string {
  return jid.slice(0, Math.max(0, jid.indexOf('@')));
}

const known = new WeakMap<Machine, Invitations>();

/** The invitations on this machine's chat server: one object for each machine. */
export function invitationsOf(machine: Machine): Invitations {
  const there = known.get(machine) ?? new Invitations(machine);
  known.set(machine, there);
  return there;
}
