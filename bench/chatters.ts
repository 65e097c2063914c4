import { Wire, type Door } from './wire.js';

/** Two who are online and write to one another. */
export class Chatters {
  readonly #from: Wire;
  readonly #to: Wire;
  readonly #jid: string;
  #said = 0;

  private constructor(from: Wire, to: Wire, jid: string) {
    this.#from = from;
    this.#to = to;
    this.#jid = jid;
  }

  static async between(door: Door, from: string, to: string, password: string): Promise<Chatters> {
    const online = async (userName: string): Promise<Wire> => {
      const wire = await Wire.open(door);
      await wire.authenticate(userName, password);
      await wire.bind('chatter');
      return wire;
    };
    return new Chatters(await online(from), await online(to), `${to}@${door.domain}/chatter`);
  }

  /** How long a message from one to the other takes. */
  async milliseconds(): Promise<number> {
    this.#said += 1;
    const text = `message ${this.#said}.`;
    const began = performance.now();
    const heard = this.#to.hears(text);
    await this.#from.say(this.#jid, text);
    await heard;
    return performance.now() - began;
  }

  leave(): void {
    this.#from.close();
    this.#to.close();
  }
}
