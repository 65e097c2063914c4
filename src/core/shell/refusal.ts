import type { FieldErrors } from '../settings.js';
import { PanelError, Trouble } from '../../errors.js';
import { passage, say, type Sentence } from '../words/sentence.js';
import type { RefusalBody } from './verb.js';

/** What a page would ask or show at a field: in the shell it is a refusal with the same sentences. */
export class Refusal extends Trouble {
  readonly status: number;
  readonly body: RefusalBody;

  constructor(status: number, body: RefusalBody) {
    super(passage(...body.sentences));
    this.name = 'Refusal';
    this.status = status;
    this.body = body;
  }
}

/** What a page asks for first. Nothing was changed; with `yes` it is done. */
export function needsYes(sentences: readonly Sentence[]): Refusal {
  return new Refusal(409, { code: 'needs-yes', sentences, fields: {} });
}

/** What is wrong with single fields. */
export function invalid(fields: FieldErrors): Refusal {
  const sentence = fields[''] ?? say`This was not accepted:`;
  const named = Object.entries(fields).filter(([name]) => name !== '');
  return new Refusal(422, { code: 'invalid', sentences: [sentence], fields: Object.fromEntries(named) });
}

/** The settings were changed since they were read. */
export function conflict(): Refusal {
  const { status, sentence, code } = new PanelError('draft-changed');
  return new Refusal(status, { code, sentences: [sentence], fields: {} });
}
