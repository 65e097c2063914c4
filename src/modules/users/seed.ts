import { createHash, randomBytes } from 'node:crypto';
import { usersGroup } from '../../core/directory.js';
import type { Secret } from '../../core/secret.js';

/** The first uidNumber that is given. */
const firstUidNumber = 2001;

/** What the panel and the sign-in service bind with, in the form that userPassword stores. */
export interface IdentityHashes {
  readonly panel: string;
  readonly signIn: string;
}

/**
 * The form in which slapd keeps the secret of an identity: salted SHA-1, the only salted hash that it has built in.
 * It is no weaker than the secret, which is 128 random bits; people's passwords are hashed with Argon2, by slapd.
 */
export function storedForm(secret: Secret): string {
  const salt = randomBytes(16);
  const digest = createHash('sha1').update(secret.reveal(), 'utf8').update(salt).digest();
  return `{SSHA}${Buffer.concat([digest, salt]).toString('base64')}`;
}

/** An entry with its whole LDIF (RFC 2849). */
export interface SeedEntry {
  readonly dn: string;
  readonly ldif: string;
}

/** The entries of a new directory, parents first. See core/directory.ts, `tree`. */
export function seedEntries(hashes: IdentityHashes): readonly SeedEntry[] {
  return [
    entry('dc=ebox', ['objectClass: domain', 'dc: ebox']),
    entry('ou=Users,dc=ebox', ['objectClass: organizationalUnit', 'ou: Users']),
    entry('ou=Groups,dc=ebox', ['objectClass: organizationalUnit', 'ou: Groups']),
    entry(`cn=${usersGroup.name},ou=Groups,dc=ebox`, [
      'objectClass: posixGroup',
      `cn: ${usersGroup.name}`,
      `gidNumber: ${usersGroup.gidNumber}`,
    ]),
    identity('panel', hashes.panel),
    identity('sign-in', hashes.signIn),
    entry('cn=nextUidNumber,dc=ebox', [
      'objectClass: applicationProcess',
      'objectClass: extensibleObject',
      'cn: nextUidNumber',
      `uidNumber: ${firstUidNumber}`,
    ]),
  ];
}

/** Gives both identities the passwords of these hashes (LDIF change records, for slapmodify). */
export function identitiesLdif(hashes: IdentityHashes): string {
  const change = (name: string, hash: string): string =>
    `dn: cn=${name},dc=ebox\nchangetype: modify\nreplace: userPassword\nuserPassword: ${hash}\n`;
  return `${change('panel', hashes.panel)}\n${change('sign-in', hashes.signIn)}`;
}

function entry(dn: string, lines: readonly string[]): SeedEntry {
  return { dn, ldif: `dn: ${dn}\n${lines.join('\n')}\n` };
}

function identity(name: string, hash: string): SeedEntry {
  return entry(`cn=${name},dc=ebox`, [
    'objectClass: applicationProcess',
    'objectClass: simpleSecurityObject',
    `cn: ${name}`,
    `userPassword: ${hash}`,
  ]);
}
