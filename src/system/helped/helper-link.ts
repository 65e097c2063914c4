import { verbs, type AnswerOf, type RequestOf, type VerbName } from '../../core/helper-verbs.js';
import { connect, type HelperConnection } from './helper-connection.js';

/**
 * The panel's connection to its helper. Opened when something is asked, kept as long as it lives, and opened anew after
 * it broke: what was waiting then has failed, and nothing is ever asked twice.
 */
export class HelperLink {
  readonly #socket: string;
  readonly #patience: number;
  #connection: Promise<HelperConnection> | null = null;

  /**
   * @param socket path of the helper's socket
   * @param patience how much of the verbs' time limits is granted, 1 in service
   */
  constructor(socket: string, patience = 1) {
    this.#socket = socket;
    this.#patience = patience;
  }

  /**
   * @throws PanelError `helper-unavailable` when no helper is there, or it ended or hangs in the middle;
   *   `helper-refused`; the error of the work itself
   */
  async ask<V extends VerbName>(verb: V, request: RequestOf<V>): Promise<AnswerOf<V>> {
    const { seconds, answer } = verbs[verb];
    const connection = await this.#open();
    return answer.parse(await connection.ask(verb, request, seconds * this.#patience));
  }

  /** Ends the connection; the next question opens a new one. */
  close(): void {
    const connection = this.#connection;
    this.#connection = null;
    void connection?.then((open) => open.close()).catch(() => undefined);
  }

  #open(): Promise<HelperConnection> {
    if (this.#connection !== null) return this.#connection;
    const opening = connect(this.#socket, () => {
      if (this.#connection === opening) this.#connection = null;
    });
    this.#connection = opening;
    opening.catch(() => (this.#connection = null));
    return opening;
  }
}
