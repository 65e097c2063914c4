import { z } from 'zod';
import type { NameRecord } from '../../../core/module/index.js';

const flag = z.int().transform((value) => value !== 0);

const contactSchema = z.object({
  /** The bare JID whose contact list it stands in. */
  owner: z.string(),
  jid: z.string(),
  name: z.string().nullable(),
  /** Whether the owner sees the contact's presence, and the contact the owner's. */
  to: z.boolean(),
  from: z.boolean(),
  /** Whether the owner asked to see it, and waits for the answer. */
  isAsking: z.boolean(),
  groups: z.array(z.string()),
});

/** One entry of a contact list. */
export type Contact = z.infer<typeof contactSchema>;

/** What is kept on disk of contacts while a user is renamed: they change on the way. */
export const contactsSchema = z.object({
  from: z.string(),
  to: z.string(),
  /** What no sender can guess; marks messages that were sent on. */
  mark: z.string(),
  /** The user's own contact list. */
  own: z.array(contactSchema),
  /** Entries of the user in the contact lists of others. */
  held: z.array(contactSchema),
});

export type Contacts = z.infer<typeof contactsSchema>;

const storedContact = z
  .object({
    owner: z.string(),
    jid: z.string(),
    name: z.string().nullable(),
    to: flag,
    from: flag,
    ask: z.int(),
    groups: z.string(),
  })
  .transform(({ ask, groups, ...contact }) => ({
    ...contact,
    isAsking: ask === 1,
    groups: z.array(z.string()).parse(JSON.parse(groups)),
  }));

const privateSchema = z.object({ ns: z.string(), xml: z.string() });
const ownerSchema = z.object({ owner: z.string() });

/** All that sm keeps for a name, as ../records.ts reads it. */
export interface KeptRecords {
  readonly own: readonly Contact[];
  readonly held: readonly Contact[];
  /** The bare JIDs of those who have a rule about the name in a privacy list. */
  readonly ruledBy: readonly string[];
  readonly private: readonly z.infer<typeof privateSchema>[];
}

/** Throws an Error when a record is none of sm's. */
export function keptRecords(records: readonly NameRecord[]): KeptRecords {
  const of = (kind: string): readonly NameRecord[] => records.filter((record) => record['kind'] === kind);
  return {
    own: of('contact').map((record) => storedContact.parse(record)),
    held: of('held').map((record) => storedContact.parse(record)),
    ruledBy: of('rule').map((record) => ownerSchema.parse(record).owner),
    private: of('private').map((record) => privateSchema.parse(record)),
  };
}
