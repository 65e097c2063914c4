/** What XML 1.0 has no way to write (its production 2), halves of surrogate pairs among it: sm would end the stream. */
const UNWRITABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** A text as it may stand in a stanza, with line breaks as XML has them. */
export function xmlText(text: string): string {
  return text.replace(UNWRITABLE, '').replace(/\r\n?/g, '\n');
}
