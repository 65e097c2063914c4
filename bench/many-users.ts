import { tree } from '../src/core/directory.js';
import type { Panel } from '../src/panel.js';
import type { SupervisedMachine } from '../src/system/machine.js';

/** First and last names; one user in forty has "mar" in his. */
const FIRST = ['Ana', 'Ben', 'Carl', 'Dora', 'Emil', 'Flor', 'Gita', 'Hugo', 'Ines', 'Jon'];
const LAST = ['Aster', 'Bauer', 'Costa', 'Duran', 'Egger', 'Fuchs', 'Gruber', 'Müller', 'Iglesias', 'Marino'];

/** The user whose name alone contains {@link RARE}. */
export const RARE = 'zq';
/** A part of the names of many users, but not of most. */
export const COMMON = 'ana mar';
/** A search that finds as many, as people type it, and what the directory is searched for to find the same. */
export const FOLDED = { typed: 'muller dora', stored: 'Dora Müller' };

/** The name of the user with this number. */
export function userNameOf(number: number): string {
  return `user${String(number).padStart(6, '0')}`;
}

/** Adds users from one number up to another to a directory that is down, as fast as slapd's own tools can. */
export async function addMany(machine: SupervisedMachine, from: number, to: number): Promise<void> {
  const { commands, files, layout } = machine;
  const ldif = `${layout.run}/directory/many.ldif`;
  const entries = Array.from({ length: to - from }, (_, index) => entryOf(from + index));
  await files.write(ldif, entries.join('\n'), 'directory', 0o600);
  const configuration = `${layout.live}/slapd/slapd.conf`;
  await commands.run(['/usr/sbin/slapadd', '-q', '-f', configuration, '-b', 'dc=ebox', '-l', ldif], {
    account: 'directory',
    seconds: 120,
  });
  await files.remove(ldif);
}

/** Starts slapd and waits until it answers. */
export async function startDirectory(machine: SupervisedMachine, { registry }: Panel): Promise<void> {
  await machine.daemons.start('slapd');
  const [daemon] = registry.get('users').daemons;
  for (;;) {
    try {
      await daemon?.answers(machine, {});
      return;
    } catch {
      await machine.clock.sleep(20);
    }
  }
}

function entryOf(number: number): string {
  const uid = userNameOf(number);
  const first = FIRST[number % FIRST.length] ?? '';
  const last = number === 777 ? 'Bozqa' : (LAST[Math.floor(number / FIRST.length) % LAST.length] ?? '');
  const users = tree.users.map(({ type, value }) => `${type}=${value}`).join(',');
  const name = `${first} ${last}`;
  return [
    `dn: uid=${uid},${users}`,
    ...['inetOrgPerson', 'posixAccount', 'userJabberAccount'].map((name) => `objectClass: ${name}`),
    `uid: ${uid}`,
    `givenName: ${first}`,
    ...[`sn`, `cn`, `displayName`].map((attribute) => ldifLine(attribute, attribute === 'sn' ? last : name)),
    `description: Room ${number % 300}, since ${2000 + (number % 26)}`,
    `mail: ${first.toLowerCase()}.${number}@example.test`,
    `uidNumber: ${10_000 + number}`,
    'gidNumber: 2000',
    `homeDirectory: /home/${uid}`,
    `jabberUid: ${uid}`,
    'jabberAdmin: FALSE',
    '',
  ].join('\n');
}

/** A line of LDIF; in Base64, since not every letter is ASCII (RFC 2849). */
function ldifLine(attribute: string, value: string): string {
  return `${attribute}:: ${Buffer.from(value).toString('base64')}`;
}
