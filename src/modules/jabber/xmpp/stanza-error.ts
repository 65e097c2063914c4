/** A question that was refused by whom it was asked of (RFC 6120, 8.3). */
export class StanzaError extends Error {
  /** The condition, such as `forbidden`, or `''`. */
  readonly condition: string;

  constructor(from: string, condition: string) {
    super(`${from} refused (${condition || 'no reason given'})`);
    this.condition = condition;
  }
}
