import { z } from 'zod';
import { settingsSchema } from '../../../core/setting-value.js';
import { changeSchema, verb } from '../../../core/shell/verb.js';

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
    clients: z.array(z.object({ label: z.string(), value: z.string() })),
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
    /** True: a user who is there already is left as he is. */
    ifMissing: z.boolean(),
    /** What becomes of what is kept for the name from before; null: nothing is added where something is. */
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

/** Deletes a user with all accounts. One who is not there is none the less gone. */
export const deleteUserVerb = verb(
  'users/delete',
  z.strictObject({
    name: z.string(),
    yes: z.boolean(),
    /** True: what is kept for the name stays, for the next user of that name. */
    keepData: z.boolean(),
    /** True: places that the user owned, such as chat rooms, end for everybody. */
    endPlaces: z.boolean(),
  }),
  changeSchema,
);

/** Lets a user in, or no longer, with all accounts. */
export const accessVerb = verb(
  'users/access',
  z.strictObject({ name: z.string(), letIn: z.boolean(), yes: z.boolean() }),
  changeSchema,
);
