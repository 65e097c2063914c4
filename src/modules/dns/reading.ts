import type { Sentence } from '../../core/words/sentence.js';

/** What somebody typed, in its one canonical form, or the sentence that says what is wrong with it and what to do. */
export type Reading<Value = string> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: Sentence };

export function good<Value>(value: Value): Reading<Value> {
  return { ok: true, value };
}

export function bad(reason: Sentence): { readonly ok: false; readonly reason: Sentence } {
  return { ok: false, reason };
}
