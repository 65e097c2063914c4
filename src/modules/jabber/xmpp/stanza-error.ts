import { say } from '../../../core/words/sentence.js';
import { Trouble } from '../../../errors.js';
/** The other side refused a request (RFC 6120, 8.3). */
export class StanzaError extends Trouble {
  /** The condition, such as `forbidden`, or `''`. */
  readonly condition: string;

  constructor(from: string, condition: string) {
    super(
      condition === ''
        ? say`${{ jid: from }} refused the request without a reason.`
        : say`${{ jid: from }} refused the request (${{ condition }}).`,
    );
    this.condition = condition;
  }
}
