import { type AttributeChange, type DirectoryEntry, type Filter, valueOf } from '../../core/directory.js';
import type { AccountPart } from '../../core/people/account-part.js';
import type { AddUserFields, EditUserFields, User, UserAccount } from '../../core/user.js';

/** Entries that are users, whoever made them. */
export const isUserEntry: Filter = { kind: 'equals', attribute: 'objectClass', value: 'posixAccount' };

/** The attributes that {@link userOf} reads. */
export function userAttributes(parts: readonly AccountPart[]): readonly string[] {
  const own = [
    'objectClass',
    'uid',
    'givenName',
    'sn',
    'cn',
    'displayName',
    'description',
    'entryUUID',
    'entryCSN',
  ];
  return [...new Set([...own, ...parts.flatMap(({ section }) => section.reads)])];
}

/** The user whom an entry describes. */
export function userOf(entry: DirectoryEntry, parts: readonly AccountPart[]): User {
  const userName = valueOf(entry, 'uid');
  return {
    userName,
    firstName: valueOf(entry, 'givenName'),
    lastName: valueOf(entry, 'sn'),
    fullName: fullNameOf(entry),
    comment: valueOf(entry, 'description'),
    accounts: accountsOf(entry, parts),
    csn: valueOf(entry, 'entryCSN'),
  };
}

/** What people call the user. */
export function fullNameOf(entry: DirectoryEntry): string {
  return valueOf(entry, 'displayName') || valueOf(entry, 'cn');
}

/** The user's accounts, in the order of the sections. */
export function accountsOf(entry: DirectoryEntry, parts: readonly AccountPart[]): readonly UserAccount[] {
  const userName = valueOf(entry, 'uid');
  return parts.map(({ module, section }) => ({
    module,
    values: section.read(entry),
    cannotHave: section.cannotHave(userName),
  }));
}

/** Attributes of a new user's entry, without accounts. */
export function newUserAttributes(
  fields: AddUserFields,
  uidNumber: number,
  gidNumber: number,
): Readonly<Record<string, readonly string[]>> {
  const names = Object.entries(nameAttributes(fields)).filter(([, value]) => value !== '');
  return {
    objectClass: ['inetOrgPerson', 'posixAccount'],
    uid: [fields.userName],
    ...Object.fromEntries(names.map(([attribute, value]) => [attribute, [value]])),
    uidNumber: [String(uidNumber)],
    gidNumber: [String(gidNumber)],
    homeDirectory: [`/home/${fields.userName}`],
    userPassword: [fields.password],
  };
}

/** The changes that make an entry say what the form says; none for what it says already. */
export function nameChanges(entry: DirectoryEntry, fields: EditUserFields): readonly AttributeChange[] {
  const was = nameAttributes({
    firstName: valueOf(entry, 'givenName'),
    lastName: valueOf(entry, 'sn'),
    comment: valueOf(entry, 'description'),
  });
  return Object.entries(nameAttributes(fields))
    .filter(([attribute, value]) => value !== was[attribute])
    .map(([attribute, value]) => ({ operation: 'replace', attribute, values: value === '' ? [] : [value] }));
}

function nameAttributes(
  names: Pick<EditUserFields, 'firstName' | 'lastName' | 'comment'>,
): Readonly<Record<string, string>> {
  const fullName = `${names.firstName} ${names.lastName}`.trim();
  return {
    givenName: names.firstName,
    sn: names.lastName,
    cn: fullName,
    displayName: fullName,
    description: names.comment,
  };
}

/** Joins attributes; values of an attribute that several have come one after the other. */
export function mergedAttributes(
  all: readonly Readonly<Record<string, readonly string[]>>[],
): Readonly<Record<string, readonly string[]>> {
  const merged = new Map<string, readonly string[]>();
  for (const [attribute, values] of all.flatMap((one) => Object.entries(one))) {
    merged.set(attribute, [...(merged.get(attribute) ?? []), ...values]);
  }
  return Object.fromEntries(merged);
}
