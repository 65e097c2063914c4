import { allOf, type Sentence } from '../../../core/words/sentence.js';

/** So many names stand in one record of the audit log. */
const IN_ONE = 20;

/** The names, in parts that a record can hold. */
export function namesInRecords(names: readonly string[]): readonly Sentence[] {
  const parts = Array.from({ length: Math.ceil(names.length / IN_ONE) }, (_, index) =>
    names.slice(index * IN_ONE, (index + 1) * IN_ONE),
  );
  return parts.map((part) => allOf(part));
}
