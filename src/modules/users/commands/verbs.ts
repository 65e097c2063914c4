import { z } from 'zod';
import { settingsSchema } from '../../../core/setting-value.js';
import { changeSchema, verb } from '../../../core/shell/verb.js';
import { sentenceSchema } from '../../../core/words/sentence-schema.js';

/** A field of a client with what is typed there. */
const cardField = z.object({ label: sentenceSchema, value: z.union([z.string(), sentenceSchema]) });

const accountsSchema = z.record(z.string(), settingsSchema);

/** Module → field → text; a tick box is `yes` or `no`. What is left out stays as it is. */
const accountTexts = z.record(z.string(), z.record(z.string(), z.string()));

/** One page of the list of users. */
export const listUsersVerb = verb(
  'users/list',
  z.strictObject({ search: z.string().max(200), page: z.int().min(1) }),
  z.object({
    users: z.array(z.object({ userName: z.string(), fullName: z.string(), accounts: accountsSchema })),
    page: z.number(),
    pages: z.number(),
    total: z.number(),
  }),
);

export const showUserVerb = verb(
  'users/show',
  z.strictObject({ name: z.string() }),
  z.object({
    userName: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    fullName: z.string(),
    comment: z.string(),
    accounts: accountsSchema,
    /** What the user types into a client. */
    clients: z.array(cardField),
  }),
);

/** How a user connects each known client program, as the user's page shows it. */
export const userCardVerb = verb(
  'users/card',
  z.strictObject({ name: z.string() }),
  z.object({
    /** One for each account that lets the user in. */
    cards: z.array(
      z.object({
        isActive: z.boolean(),
        link: z.string(),
        fields: z.array(cardField),
        notes: z.array(sentenceSchema),
        programs: z.array(
          z.object({
            name: z.string(),
            systems: sentenceSchema,
            parts: z.array(z.object({ title: sentenceSchema, fields: z.array(cardField) })),
            notes: z.array(sentenceSchema),
          }),
        ),
        mail: z.array(z.union([z.literal(''), sentenceSchema])),
      }),
    ),
  }),
);

export const addUserVerb = verb(
  'users/add',
  z.strictObject({
    name: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    comment: z.string(),
    password: z.string(),
    accounts: accountTexts,
    yes: z.boolean(),
    /** True: a user who exists already is not changed. */
    ifMissing: z.boolean(),
    /** Whether the user gets what services keep for the name, or it is deleted; null: no user is added where anything is kept. */
    kept: z.enum(['hand-over', 'delete']).nullable(),
  }),
  changeSchema,
);

export const editUserVerb = verb(
  'users/edit',
  z.strictObject({
    name: z.string(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    comment: z.string().nullable(),
    /** Null leaves the password as it is. */
    password: z.string().nullable(),
    accounts: accountTexts,
    yes: z.boolean(),
  }),
  changeSchema,
);

/** Deletes a user with all accounts; changes nothing where no user has the name. */
export const deleteUserVerb = verb(
  'users/delete',
  z.strictObject({
    name: z.string(),
    yes: z.boolean(),
    /** True: what the services keep for the name stays for the next user of that name. */
    keepData: z.boolean(),
    /** True: places that the user owned, such as chat rooms, are closed for all users. */
    endPlaces: z.boolean(),
  }),
  changeSchema,
);

/** Gives a user another name. */
export const renameUserVerb = verb(
  'users/rename',
  z.strictObject({
    name: z.string(),
    newName: z.string(),
    /** A number of days, or `ever`. */
    blockDays: z.string(),
    yes: z.boolean(),
  }),
  changeSchema,
);

/** Allows or denies a user to sign in, with all accounts. */
export const accessVerb = verb(
  'users/access',
  z.strictObject({ name: z.string(), letIn: z.boolean(), yes: z.boolean() }),
  changeSchema,
);
