import { problem, warning, well, type Finding } from './finding.js';
import { configurationOf, isOurs } from './own-process.js';
import type { Patient } from './patient.js';

/** Which ports must be listened on, and whether the right program does, with the panel's own configuration. */
export async function examinePorts({
  jabber,
  ports,
  output,
  state,
}: Pick<Patient, 'jabber' | 'ports' | 'output' | 'state'>): Promise<readonly Finding[]> {
  if (jabber === null) return [];
  const text = await output(['ss', '-Hltnp']);
  if (text === null)
    return [warning('ports', 'Nobody can tell who listens.', 'Install the package iproute2 (ss).')];
  const wanted: readonly [number | null, string, string][] = [
    [ports.client, 'clients', 'jabberd2-c2s'],
    [
      jabber.ssl === 'disabled' ? null : ports.clientTls,
      'clients with TLS from the first byte',
      'jabberd2-c2s',
    ],
    [jabber.otherServers ? ports.server : null, 'other servers', 'jabberd2-s2s'],
    [ports.router, 'the router', 'jabberd2-router'],
  ];
  const all = wanted.map(async ([port, users, program]) =>
    port === null ? [] : [await onePort(text, port, users, program, state)],
  );
  return (await Promise.all(all)).flat();
}

async function onePort(
  text: string,
  port: number,
  users: string,
  program: string,
  state: string,
): Promise<Finding> {
  const lines = text.split('\n').filter((line) => line.split(/\s+/)[3]?.endsWith(`:${port}`) === true);
  const where = `Port ${port} (${users})`;
  if (lines.length === 0)
    return problem('ports', `${where}: nobody listens.`, 'Look at the daemons with "eboxctl status".');
  const listeners = lines.flatMap((line) => [...line.matchAll(/\("([^"]+)",pid=(\d+)/g)]);
  const names = [...new Set(listeners.map(([, name = '']) => name))];
  if (names.length === 0) return well('ports', `${where}: somebody listens; as root it is shown who.`);
  // The kernel keeps 15 characters of a name.
  if (!names.every((name) => program.startsWith(name)))
    return problem(
      'ports',
      `${where}: ${names.join(', ')} listens, and not ${program}.`,
      'Stop that program, or give it another port; then save once more.',
    );
  const foreign = await foreignConfiguration(
    listeners.map(([, , pid]) => Number(pid)),
    state,
  );
  return foreign === null
    ? well('ports', `${where}: ${names.join(', ')} listens.`)
    : problem(
        'ports',
        `${where}: ${names.join(', ')} listens, but not the panel’s: it runs with ${foreign}.`,
        'Another chat server was on this machine before. Stop it and keep it from starting, Debian’s with "systemctl disable --now jabberd jabberd-router jabberd-sm jabberd-c2s jabberd-s2s"; then "eboxctl daemons restart" for each daemon that is not running.',
      );
}

/** The configuration of the first of these processes that is not the panel's; null when all are. */
async function foreignConfiguration(pids: readonly number[], state: string): Promise<string | null> {
  for (const pid of pids)
    if (!(await isOurs(pid, state))) return (await configurationOf(pid)) ?? 'a configuration of its own';
  return null;
}
