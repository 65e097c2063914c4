import { say } from '../../../core/words/sentence.js';
import { Trouble } from '../../../errors.js';
import { readable } from '../readable.js';

/** Characters of a condition that are shown: another server may name its own. */
const LONGEST = 50;

/** The other side refused a request (RFC 6120, 8.3). */
export class StanzaError extends Trouble {
  /** The condition, such as `forbidden`, or `''`. */
  readonly condition: string;

  constructor(from: string, condition: string) {
    super(
      condition === ''
        ? say`${{ jid: from }} refused the request without a reason.`
        : say`${{ jid: from }} refused the request (${{ condition: readable(condition, { longest: LONGEST }) }}).`,
    );
    this.condition = condition;
  }
}

/** sm did not do what was asked of a session: attribute `failed` in jabberd2's README.protocol. */
export class SessionRefused extends Trouble {
  constructor() {
    super(say`The chat server failed to do this.`);
  }
}
