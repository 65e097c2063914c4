import type { SearchEntry } from 'ldapjs';
import type { DirectoryEntry } from '../../core/directory.js';
import { refusal } from './errors.js';

/** The name as the server writes it (RFC 5020). ldapjs trims and unescapes the one that comes with an entry. */
export const ENTRY_DN = 'entryDN';

/** An entry as a search gave it; {@link ENTRY_DN} must have been asked for. */
export function plainEntry(entry: SearchEntry): DirectoryEntry {
  const attributes = new Map<string, readonly string[]>();
  for (const attribute of entry.attributes) attributes.set(attribute.type.toLowerCase(), attribute.values);
  const dn = attributes.get(ENTRY_DN.toLowerCase())?.[0];
  if (dn === undefined) throw refusal(0, 'it does not give the names of its entries (entryDN, RFC 5020)');
  attributes.delete(ENTRY_DN.toLowerCase());
  return { dn, attributes };
}
