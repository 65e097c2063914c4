import { Mutex } from '../../../core/mutex.js';
import { say } from '../../../core/words/sentence.js';
import { LastingTrouble } from '../../../errors.js';
import { RoomInside } from './room-inside.js';
import { MUC, type RoomQuestions } from './room-question.js';

/** How the panel is called in a room. */
const NICK = 'Chat server';
const SECONDS_TO_ENTER = 3;

/**
 * The panel as one of the administrators of the chat rooms (`<sadmin>` in muc.xml). mu-conference changes nothing of a
 * room for somebody who is not inside: so the panel enters, and leaves again, which those inside see. A locked room is not
 * listed, and must not be entered: what the panel sets would unlock it.
 */
export class RoomVisits {
  readonly #questions: RoomQuestions;
  /** Two visits of one room at once would end each other. */
  readonly #oneAtATime = new Mutex();

  constructor(questions: RoomQuestions) {
    this.#questions = questions;
  }

  /** Does something while the panel is in no room: it counts nowhere then. */
  outside<T>(work: () => Promise<T>): Promise<T> {
    return this.#oneAtATime.run(work);
  }

  /**
   * Enters a room, does something there, and leaves. A room that is not there is made.
   * @param seconds for each answer
   * @throws Error with the reason; a `StanzaError` when the room refuses what is done
   */
  visit<T>(host: string, room: string, seconds: number, act: (inside: RoomInside) => Promise<T>): Promise<T> {
    return this.#oneAtATime.run(() => this.#enter(host, room, seconds, act));
  }

  /** mu-conference takes one after the other: whether the panel got in shows in the answer to what it does there. */
  async #enter<T>(
    host: string,
    room: string,
    seconds: number,
    act: (inside: RoomInside) => Promise<T>,
  ): Promise<T> {
    if (!room.endsWith(`@${host}`)) throw new LastingTrouble(say`${{ room }} is not a room of ${{ host }}.`);
    const presence = (type: string, content: string): Promise<void> =>
      this.#questions.tell(host, `${room}/${NICK}`, { name: 'presence', type, content }, SECONDS_TO_ENTER);
    await presence('', `<x xmlns='${MUC}'><history maxstanzas='0'/></x>`);
    try {
      return await act(new RoomInside(this.#questions, host, room, seconds));
    } finally {
      await presence('unavailable', '');
    }
  }
}
