import { z } from 'zod';
import { sentenceSchema } from '../../../../core/words/sentence-schema.js';
import { changeSchema, nothing, verb } from '../../../../core/shell/verb.js';

const traits = z.object({
  isPermanent: z.boolean(),
  isHidden: z.boolean(),
  hasPassword: z.boolean(),
  isModerated: z.boolean(),
  isMembersOnly: z.boolean(),
});

const row = z.object({
  jid: z.string(),
  name: z.string(),
  title: z.string(),
  subject: z.string(),
  people: z.number().nullable(),
  most: z.number().nullable(),
  traits: traits.nullable(),
  owners: z.array(z.string()).readonly().nullable(),
  moreOwners: z.number(),
  lastUsed: z.string().nullable(),
});

/** All chat rooms. */
export const listRoomsVerb = verb(
  'rooms',
  nothing,
  z.object({
    rooms: z.array(row).readonly(),
    since: z.string(),
    ownersTrouble: z.union([sentenceSchema, z.literal('')]),
    /** The default room. */
    chosen: z.object({ jid: z.string(), sentences: z.array(sentenceSchema).readonly() }),
  }),
);

/** One chat room. */
export const showRoomVerb = verb(
  'rooms/show',
  z.strictObject({ name: z.string().min(1) }),
  z.object({
    jid: z.string(),
    title: z.string(),
    description: z.string(),
    subject: z.string(),
    traits,
    most: z.number().nullable(),
    /** The nicks of the first ones. */
    people: z.array(z.string()).readonly(),
    /** How many people are in. */
    inside: z.number(),
    owners: z.array(z.string()).readonly().nullable(),
    moreOwners: z.number(),
    creator: z.string().nullable(),
    lastUsed: z.string().nullable(),
    since: z.string(),
  }),
);

const name = z.string().min(1).max(200);
/** Settings as they were typed: `NAME=VALUE`. */
const settings = z.array(z.string().max(2000)).max(100).readonly();

/** Creates a permanent room. */
export const createRoomVerb = verb(
  'rooms/create',
  z.strictObject({ name, owner: z.string(), settings }),
  changeSchema,
);

/** Changes a room. */
export const changeRoomVerb = verb('rooms/change', z.strictObject({ name, settings }), changeSchema);

/** Gives a room a new owner. */
export const giveRoomVerb = verb(
  'rooms/give',
  z.strictObject({ name, owner: z.string(), isAlone: z.boolean() }),
  changeSchema,
);

/** Ends a room. */
export const destroyRoomVerb = verb(
  'rooms/delete',
  z.strictObject({ name, reason: z.string(), yes: z.boolean() }),
  changeSchema,
);

/** Makes a room the default room. */
export const chooseDefaultVerb = verb(
  'rooms/default',
  z.strictObject({ name, words: z.string(), yes: z.boolean() }),
  changeSchema,
);

/** Takes the default room back. */
export const noDefaultVerb = verb('rooms/no-default', nothing, changeSchema);
