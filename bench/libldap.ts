import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import type { SupervisedMachine } from '../src/system/machine.js';
import { pathsOf } from '../src/modules/users/paths.js';

/** A search as ldapsearch(1) asks for it; `%s` stands for the value. */
export interface LibldapSearch {
  readonly filter: string;
  readonly value: string;
  /** At most so many entries. */
  readonly limit: number;
}

/** What the panel reads of a user. */
const ATTRIBUTES = [
  ...['objectClass', 'uid', 'givenName', 'sn', 'cn', 'displayName', 'description'],
  ...['entryUUID', 'entryCSN', 'jabberUid', 'jabberAdmin'],
];

/** Milliseconds that libldap (C) takes to connect and to search so many times on that connection. */
export async function libldapMilliseconds(
  machine: SupervisedMachine,
  search: LibldapSearch,
  count: number,
): Promise<number> {
  const { panel } = machine.layout;
  const [password, values] = [`${panel}/bench-password`, `${panel}/bench-values`];
  await writeFile(password, (await machine.secrets.named('directory-panel')).reveal(), { mode: 0o600 });
  await writeFile(values, `${search.value}\n`.repeat(count));
  const began = performance.now();
  const child = spawn(
    'ldapsearch',
    [
      ...[
        '-x',
        '-H',
        `ldapi://${encodeURIComponent(pathsOf(machine.layout).socket)}`,
        '-D',
        'cn=panel,dc=ebox',
        '-y',
        password,
      ],
      ...['-LLL', '-c', '-z', String(search.limit), '-b', 'ou=Users,dc=ebox', '-f', values],
      ...[search.filter, ...ATTRIBUTES],
    ],
    { stdio: 'ignore' },
  );
  await once(child, 'exit');
  // 4: there are more than the limit.
  if (child.exitCode !== 0 && child.exitCode !== 4)
    throw new Error(`ldapsearch ended with ${child.exitCode}`);
  return performance.now() - began;
}
