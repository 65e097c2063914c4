/**
 * The same text, with memory of its own. V8 keeps a part of a text as a place in the whole: a name that is remembered keeps
 * all of the log, or the stanza, that it was read from.
 */
export function ownText(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
