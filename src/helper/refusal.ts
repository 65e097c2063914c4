/** A request that no panel of ours would make: it is logged, and the connection is closed. Says nothing of its content. */
export class Refusal extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Refusal';
  }
}

/** @throws Refusal */
export function refuse(reason: string): never {
  throw new Refusal(reason);
}
