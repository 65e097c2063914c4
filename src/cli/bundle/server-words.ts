import type { Contents } from './contents.js';

/** Names of elements and attributes, and those of settings (`key value`) as slapd.conf(5) has them. */
const ELEMENTS = /<\/?([a-z][\w.:-]*)|\s([a-z][\w.:-]*)=|^([a-z][\w-]*)\s/gim;
const WORD = /[a-z0-9]+/g;

/**
 * The words that the server's configuration and its daemons are named by: where a person has one of them as a name, blanking
 * it would blank the server.
 */
export function serverWords(configuration: Contents, daemons: readonly string[]): ReadonlySet<string> {
  const words = new Set<string>();
  const add = (name: string): void => {
    words.add(name);
    for (const [word] of name.matchAll(WORD)) words.add(word);
  };
  for (const name of daemons) add(name.toLowerCase());
  for (const [path, text] of configuration) {
    add(path.toLowerCase());
    for (const match of text.matchAll(ELEMENTS)) add((match[1] ?? match[2] ?? match[3] ?? '').toLowerCase());
  }
  return words;
}
