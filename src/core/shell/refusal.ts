import type { FieldErrors } from '../settings.js';
import { PanelError } from '../../errors.js';
import type { RefusalBody } from './verb.js';

/** What a page would ask or show at a field: in the shell it is a refusal with the same sentences. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: RefusalBody;

  constructor(status: number, body: RefusalBody) {
    super(body.sentence);
    this.name = 'Refusal';
    this.status = status;
    this.body = body;
  }
}

/** What a page asks for first. Nothing was changed; it is done with `yes`. */
export function needsYes(sentences: readonly string[]): Refusal {
  return new Refusal(409, { code: 'needs-yes', sentence: sentences.join('\n'), fields: {} });
}

/** What is wrong with single fields. */
export function invalid(fields: FieldErrors): Refusal {
  const sentence = fields[''] ?? 'This was not taken:';
  const named = Object.entries(fields).filter(([name]) => name !== '');
  return new Refusal(422, { code: 'invalid', sentence, fields: Object.fromEntries(named) });
}

/** Somebody else was quicker. */
export function conflict(): Refusal {
  const { status, message, code } = new PanelError('draft-changed');
  return new Refusal(status, { code, sentence: message, fields: {} });
}
