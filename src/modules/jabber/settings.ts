import { z } from 'zod';
import { choice } from '../../core/fields/choice.js';
import { list } from '../../core/fields/list.js';
import { text } from '../../core/fields/text.js';
import { tick } from '../../core/fields/tick.js';
import type { SettingsForm } from '../../core/settings.js';
import { say } from '../../core/words/sentence.js';
import { told } from '../../core/words/told.js';
import { certificateFields } from './certificate-fields.js';
import { readDomain } from './domain.js';

/** The settings of the Jabber Service page. */
export type JabberSettings = Readonly<{
  /** Canonical: lower case, Unicode where it is not ASCII; see {@link readDomain}. */
  domain: string;
  otherServers: boolean;
  /** Domains of the only other servers that may connect, canonical; empty: all may. */
  allowedServers: readonly string[];
  muc: boolean;
  /** Whether only users with administration rights create chat rooms from a client. */
  roomsByAdministrators: boolean;
  /** Whether users of other servers are kept out of the chat rooms. */
  roomsForOwnUsers: boolean;
  ssl: 'disabled' | 'optional' | 'required';
  newUsersGetAccount: boolean;
  certificate: 'own' | 'uploaded' | 'files';
  /** What the certificates port gave for the upload, or `''`. */
  certificateUpload: string;
  /** Absolute paths, or `''`. */
  certificateFile: string;
  /** `''` when the key is in the certificate's file. */
  certificateKeyFile: string;
  certificateForPanel: boolean;
  /** `HH:MM`, local time. */
  certificateQuietTime: string;
}>;

const domain = z
  .string(told(say`Type the domain name, for example chat.example.org.`))
  .transform((text, context) => {
    const read = readDomain(text);
    if (read.ok) return read.domain;
    context.addIssue({ code: 'custom', message: told(read.reason) });
    return z.NEVER;
  });

/** Allowed servers at most: s2s looks through all of them for each stanza. */
const MOST_SERVERS = 100;

const allowedServers = z
  .array(z.string(), told(say`Type domains, with commas between them.`))
  .max(MOST_SERVERS, told(say`There are too many domains: at most 100.`))
  .transform((typed, context) => {
    const domains = new Set<string>();
    for (const text of typed) {
      const read = readDomain(text);
      if (read.ok) domains.add(read.domain);
      else
        context.addIssue({ code: 'custom', message: told(say`“${{ text }}”: ${{ reason: read.reason }}`) });
    }
    return [...domains];
  })
  // Forms and files of an earlier version say nothing of it.
  .default([]);

/** An absolute path as it is written everywhere, or nothing. */
const path = z
  .string(told(say`Type the path of a file.`))
  .transform((text) => text.trim())
  .refine((text) => text === '' || text.startsWith('/'), told(say`Type the whole path, beginning with “/”.`))
  .refine((text) => !text.split('/').includes('..'), told(say`Type the path without “..” in it.`))
  .refine(
    (text) => !/\p{Cc}/u.test(text),
    told(say`The path contains an invisible character. Type it again by hand.`),
  )
  .refine((text) => text.length <= 1000, told(say`The path is too long: at most 1000 characters.`));

const ticked = z.boolean(told(say`Tick the box or leave it empty.`));

/**
 * Labels as in the eBox manual. Other servers and rooms are off and SSL is required until somebody decides otherwise
 * (Zentyal's choice). The domain is one that can be nobody else's: ICANN keeps `.internal` for private use.
 */
export const settingsForm: SettingsForm<JabberSettings> = {
  schema: z.strictObject({
    domain,
    otherServers: ticked,
    allowedServers,
    muc: ticked,
    roomsByAdministrators: ticked,
    // Forms and files of an earlier version say nothing of it.
    roomsForOwnUsers: ticked.default(false),
    ssl: z.enum(['disabled', 'optional', 'required'], told(say`Choose Disabled, Optional or Required.`)),
    newUsersGetAccount: ticked,
    certificate: z.enum(['own', 'uploaded', 'files'], told(say`Choose where the certificate comes from.`)),
    certificateUpload: z
      .string(told(say`Upload a certificate.`))
      .regex(/^([0-9a-f]{64})?$/, told(say`The uploaded certificate was not found. Upload it again.`)),
    certificateFile: path,
    certificateKeyFile: path,
    certificateForPanel: ticked,
    certificateQuietTime: z
      .string(told(say`Type a time, for example 03:30.`))
      .transform((text) => text.trim())
      .refine(
        (text) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text),
        told(say`Type a time from 00:00 to 23:59, for example 03:30.`),
      ),
  }),
  fields: [
    text({
      name: 'domain',
      label: say`Domain Name`,
      examples: ['chat.example.org', 'im.example.org'],
      help: say`The accounts of the users will be user@domain. The domain should have an entry in the DNS, so that clients find this machine.`,
    }),
    tick({
      name: 'otherServers',
      label: say`Connect to other servers`,
      help: say`Tick this if your users want to chat with users of other servers. Leave it empty for a private server, only for your internal network.`,
    }),
    list({
      name: 'allowedServers',
      label: say`Allowed servers`,
      help: say`Domains of the only servers that users may chat with, with commas between them, for example example.org. Each stands for the domains below it too. What goes to any other server, or comes from one, is dropped, and the sender is not told. Left empty: all servers.`,
    }),
    tick({
      name: 'muc',
      label: say`Enable Multi User Chat (MUC)`,
      help: say`Chat rooms for more than two users, at conference.domain. Users create them, invite others and moderate them. For its first seconds a new room takes 30 people, then 500: to change that, “Chat server” enters the room and leaves at once.`,
    }),
    tick({
      name: 'roomsByAdministrators',
      label: say`Only administrators create chat rooms`,
      help: say`From a chat client, only users with administration rights then create rooms. On “Chat rooms” you create rooms in either case. Rooms that are there already stay.`,
    }),
    tick({
      name: 'roomsForOwnUsers',
      label: say`Chat rooms only for users of this server`,
      help: say`Users of other servers then neither see, enter nor create chat rooms. Without it they can do all of that where they may connect: the chat rooms cannot refuse them the creation alone. A change restarts the chat rooms.`,
    }),
    choice({
      name: 'ssl',
      label: say`SSL Support`,
      help: say`Whether what clients and this server say to each other is encrypted.`,
      asCards: true,
      // What each means, with this machine's ports: ssl-words.ts.
      choices: [
        { value: 'disabled', label: say`Disabled` },
        { value: 'optional', label: say`Optional` },
        { value: 'required', label: say`Required`, isRecommended: true },
      ],
    }),
    tick({
      name: 'newUsersGetAccount',
      label: say`Jabber account for new users`,
      help: say`A user who is added gets a Jabber account at once. You can change that on the page of each user.`,
    }),
    ...certificateFields,
  ],
  defaults: {
    domain: 'chat.internal',
    otherServers: false,
    allowedServers: [],
    muc: false,
    roomsByAdministrators: false,
    roomsForOwnUsers: false,
    ssl: 'required',
    newUsersGetAccount: true,
    certificate: 'own',
    certificateUpload: '',
    certificateFile: '',
    certificateKeyFile: '',
    certificateForPanel: false,
    certificateQuietTime: '03:30',
  },
};
