/** The order of two values of a kind, for `sort`: texts by their code units, as databases have them, and not by a language. */
export function compared<Value extends string | number>(one: Value, other: Value): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
