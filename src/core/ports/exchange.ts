/** Where a server listens. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/**
 * Sends one message in bytes and takes one answer, for protocols that are no text, such as DNS. Throws an Error with a
 * plain reason ("no answer within 2 s", "connection refused").
 */
export interface Exchange {
  /**
   * By UDP. Only what comes from the server itself is looked at, and what is no answer is passed over.
   * @param isAnswer whether these bytes answer the message
   */
  datagram(
    server: Endpoint,
    message: Uint8Array,
    isAnswer: (bytes: Uint8Array) => boolean,
    seconds: number,
  ): Promise<Uint8Array>;
  /**
   * By TCP, on a connection of its own.
   * @param isComplete whether these bytes, all that came so far, are the whole answer
   */
  stream(
    server: Endpoint,
    message: Uint8Array,
    isComplete: (bytes: Uint8Array) => boolean,
    seconds: number,
  ): Promise<Uint8Array>;
}
