import { z } from 'zod';
import { type AttributeChange, valueOf } from '../../core/directory.js';
import type { AccountSection } from '../../core/module/index.js';
import type { Field } from '../../core/fields/field.js';
import { onOff } from '../../core/fields/switch.js';
import { tick } from '../../core/fields/tick.js';
import { check, type Settings } from '../../core/settings.js';
import { say, sayOf } from '../../core/words/sentence.js';
import { told } from '../../core/words/told.js';
import { ACCOUNT_CLASS, accountClassOf, chatNameAttributes, chatNameOf } from './chat-name.js';
import { ADMINISTRATORS, administratorNames, namesIn } from './facts.js';
import { isUserName } from '../../core/user-name.js';
import { clientCard } from './client-setup/card.js';
import { addressOf, setUpOf } from './client-setup/set-up.js';
import { liveOf } from './live/live.js';
import { settingsForm } from './settings.js';
import { happenedTo } from './sign-in/happened.js';
import { passwordRule } from './password.js';

const schema = z
  .strictObject({
    account: z.enum(['enabled', 'disabled'], told(say`Choose Enabled or Disabled.`)),
    administrator: z.boolean(told(say`Tick the box or leave it empty.`)),
  })
  .refine(({ account, administrator }) => account === 'enabled' || !administrator, {
    path: ['administrator'],
    message: told(say`Only an enabled account can have administration rights.`),
  });

const fields: readonly Field[] = [
  onOff({
    name: 'account',
    label: say`User account`,
    help: '',
    on: { value: 'enabled', label: sayOf('an account')`Enabled`, help: say`The user may sign in to chat.` },
    off: {
      value: 'disabled',
      label: sayOf('an account')`Disabled`,
      help: say`The user cannot sign in to chat.`,
    },
  }),
  tick({
    name: 'administrator',
    label: say`Administration rights`,
    help: say`Chat administrator (not for this panel): the user may see who is connected, write to all users and set the message of the day from a chat client. The right to announce holds at once. The list of sessions and the administration of rooms follow at the next save that restarts the chat server.`,
  }),
];

/** The section "Jabber account" of a user's page. The account lives in the user's entry of the directory. */
export const jabberAccount: AccountSection = {
  title: say`Jabber account`,
  fields,
  access: { field: 'account', on: 'enabled', off: 'disabled' },
  reads: [...chatNameAttributes, 'jabberAdmin'],

  notes: (enabled) => [
    say`The user signs in to chat with the password above.`,
    say`The server keeps messages for a user who has an account, even before the first sign-in.`,
    ...(enabled ? [] : [say`The module Jabber is disabled. These settings take effect when you enable it.`]),
  ],

  cannotHave: (userName) =>
    isUserName(userName)
      ? null
      : say`This user cannot have a Jabber account: the user name has characters that a chat address cannot have.`,

  waits(userName, values, watched) {
    const had = namesIn(watched[ADMINISTRATORS] ?? '').includes(userName);
    const has = values['administrator'] === true;
    if (has === had) return null;
    return has
      ? say`The list of sessions and rooms wait for a save`
      : say`The list of sessions and rooms stay until a save`;
  },

  initial: (settings) => ({
    account: settings['newUsersGetAccount'] === true ? 'enabled' : 'disabled',
    administrator: false,
  }),

  read: (entry) => ({
    account: chatNameOf(entry) === null ? 'disabled' : 'enabled',
    administrator: chatNameOf(entry) !== null && valueOf(entry, 'jabberAdmin') === 'TRUE',
  }),

  check(values) {
    const checked = check(schema, values);
    return checked.ok ? {} : checked.errors;
  },

  changes(entry, values) {
    const storedClass = accountClassOf(entry);
    const wanted = attributesOf(valueOf(entry, 'uid'), values);
    const changes: AttributeChange[] = [];
    if (wanted === null && storedClass !== undefined) {
      changes.push({ operation: 'delete', attribute: 'objectClass', values: [storedClass] });
    }
    if (wanted !== null && storedClass === undefined) {
      changes.push({ operation: 'add', attribute: 'objectClass', values: [ACCOUNT_CLASS] });
    }
    for (const attribute of ['jabberUid', 'jabberAdmin'] as const) {
      const value = wanted?.[attribute] ?? '';
      if (value !== valueOf(entry, attribute)) {
        changes.push({ operation: 'replace', attribute, values: value === '' ? [] : [value] });
      }
    }
    return changes;
  },

  address: (userName, settings) =>
    addressOf({ userName, domain: settingsForm.schema.parse(settings).domain }),

  clientCard: async (machine, userName, settings, isActive) =>
    clientCard(await setUpOf(machine, userName, settingsForm.schema.parse(settings), isActive)),

  stepUp(before, after, hasNewPassword) {
    const [had, has] = [before?.['administrator'] === true, after?.['administrator'] === true];
    // A person who knows the new password has the rights.
    if (had && has && hasNewPassword)
      return say`You are about to give an administrator of the chat a new password.`;
    if (had === has) return null;
    return has
      ? say`You are about to give a user Administration rights in chat.`
      : say`You are about to remove a user’s Administration rights in chat.`;
  },

  async lastLost(directory, userName, before, after) {
    if (before['administrator'] !== true || after?.['administrator'] === true) return null;
    const [first, second] = await administratorNames(directory);
    if (first !== userName || second !== undefined) return null;
    return say`${{ user: userName }} is the last user with Administration rights. After this change no user can see who is connected, write to all users or set the message of the day from a chat client. This panel works as before, and you can give the rights to another user at any time.`;
  },

  password: passwordRule,

  happened: happenedTo,

  signIns: (machine) => liveOf(machine).news,

  whenDeleted: (userName) => [say`The chat sessions of ${{ user: userName }} are closed within seconds.`],

  attributes(userName, values) {
    const wanted = attributesOf(userName, values);
    if (wanted === null) return {};
    return { objectClass: [ACCOUNT_CLASS], jabberUid: [wanted.jabberUid], jabberAdmin: [wanted.jabberAdmin] };
  },
};

/** What an entry with these values has, or null when it has no account. */
function attributesOf(userName: string, values: Settings): { jabberUid: string; jabberAdmin: string } | null {
  if (values['account'] !== 'enabled') return null;
  return { jabberUid: userName, jabberAdmin: values['administrator'] === true ? 'TRUE' : 'FALSE' };
}
