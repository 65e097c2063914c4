import type { Sentence } from '../core/words/sentence.js';
import { Trouble } from '../errors.js';
/**
 * A request that no panel of ours would make: it is logged, and the connection is closed. The sentence repeats nothing of
 * the request.
 */
export class Refusal extends Trouble {
  constructor(reason: Sentence) {
    super(reason);
    this.name = 'Refusal';
  }
}

/** @throws Refusal */
export function refuse(reason: Sentence): never {
  throw new Refusal(reason);
}
