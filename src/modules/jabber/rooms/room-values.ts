import { z } from 'zod';
import { choice } from '../../../core/fields/choice.js';
import type { Field } from '../../../core/fields/field.js';
import { number } from '../../../core/fields/number.js';
import { text } from '../../../core/fields/text.js';
import { tick } from '../../../core/fields/tick.js';
import { isUserName } from '../../../core/user-name.js';
import { say, sayOf } from '../../../core/words/sentence.js';
import { told } from '../../../core/words/told.js';
import { MOST_OCCUPANTS } from './most-people.js';
import { isReadable } from '../readable.js';

/** What an administrator sets of a room. */
export interface RoomValues {
  /** What clients show. */
  readonly title: string;
  readonly subject: string;
  readonly access: 'everyone' | 'members';
  readonly most: number;
  readonly hidden: boolean;
  readonly permanent: boolean;
}

/** A room that is to be made: permanent, with its first owner. */
export interface NewRoom extends Omit<RoomValues, 'permanent'> {
  /** The part of its JID before the `@`. */
  readonly name: string;
  /** A user's name. */
  readonly owner: string;
}

function line(most: number) {
  return z
    .string(told(say`Type a text.`))
    .trim()
    .refine(
      (typed) => Array.from(typed).length <= most,
      told(say`Use at most ${{ count: most }} characters.`),
    )
    .refine(isReadable, told(say`This contains an invisible character. Type it again by hand.`));
}

const MOST_SENTENCE = say`Type a number from 2 to ${{ most: MOST_OCCUPANTS }}.`;

const shape = {
  title: line(100),
  subject: line(150),
  access: z.enum(['everyone', 'members'], told(say`Choose who may enter.`)),
  most: z
    .int(told(MOST_SENTENCE))
    .min(2, told(MOST_SENTENCE))
    .max(MOST_OCCUPANTS, told(MOST_SENTENCE))
    // The panel takes it for mu-conference's own number, and raises it.
    .refine(
      (most) => most !== 30,
      told(
        say`The chat server gives every new room 30, so the panel cannot tell that you chose it. Type 29 or 31.`,
      ),
    ),
  hidden: z.boolean(told(say`Tick the box or leave it empty.`)),
  permanent: z.boolean(told(say`Tick the box or leave it empty.`)),
};

const owner = z.string(told(say`Type the name of a user.`)).trim();

/** Refuses what those inside a room that ends cannot be told. */
export const reasonSchema = z.strictObject({ reason: line(200) });

/** Refuses what an invitation cannot say. */
export const wordsSchema = z.strictObject({ words: line(200) });

/** Refuses what cannot be changed in a room. */
export const changeSchema = z.strictObject(shape).partial();

/** What is to be otherwise in a room; what is not named stays. */
export type RoomChanges = z.infer<typeof changeSchema>;

/** Refuses what a new room cannot be. */
export const newRoomSchema = z
  .strictObject({
    ...shape,
    name: z
      .string(told(say`Type a name, for example tea.`))
      .trim()
      .refine(
        isUserName,
        told(
          say`A name has small letters a to z, digits, dots, hyphens and underscores, begins with a letter or digit, and has at most 64 characters.`,
        ),
      ),
    owner: owner.min(1, told(say`Type the name of a user.`)),
  })
  .omit({ permanent: true });

const title = text({
  name: 'title',
  label: sayOf('a chat room')`Title`,
  help: say`What clients show. If you leave it empty, they show the name.`,
});
const subject = text({
  name: 'subject',
  label: sayOf('a chat room')`Subject`,
  help: say`What the room is about. Everybody who enters sees it.`,
});
const access = choice({
  name: 'access',
  label: say`Who may enter`,
  help: '',
  choices: [
    { value: 'everyone', label: say`Everybody who can chat with this server` },
    { value: 'members', label: say`Only members: those whom an owner adds to the room’s list` },
  ],
});
const most = number({
  name: 'most',
  label: say`People at most`,
  help: say`How many people can be in the room at the same time.`,
  initial: MOST_OCCUPANTS,
});
const hidden = tick({
  name: 'hidden',
  label: say`Hidden`,
  help: say`Clients do not list the room. Anyone who knows its address can still enter, unless it is only for members.`,
});
const permanent = tick({
  name: 'permanent',
  label: say`Permanent`,
  help: say`The room stays when everybody left.`,
});

/** The fields of the page on which a room is made. */
export const newRoomFields: readonly Field[] = [
  text({
    name: 'name',
    label: say`Name`,
    help: say`The part of the address before the “@”. It cannot be changed later.`,
  }),
  title,
  subject,
  text({
    name: 'owner',
    label: sayOf('a chat room')`Owner`,
    help: say`The name of a user. The owner can change the room from a chat client.`,
  }),
  access,
  most,
  hidden,
];

/** The fields of the page on which a room is changed. */
export const changeFields: readonly Field[] = [title, subject, access, most, hidden, permanent];
