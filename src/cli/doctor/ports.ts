import { problem, warning, well, type Finding } from './finding.js';
import type { Patient } from './patient.js';

/** Which ports must be listened on, and whether the right program does. */
export async function examinePorts({ jabber, ports, output }: Patient): Promise<readonly Finding[]> {
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
  return wanted.flatMap(([port, whom, program]) =>
    port === null ? [] : [onePort(text, port, whom, program)],
  );
}

function onePort(text: string, port: number, whom: string, program: string): Finding {
  const lines = text.split('\n').filter((line) => line.split(/\s+/)[3]?.endsWith(`:${port}`) === true);
  const where = `Port ${port} (${whom})`;
  if (lines.length === 0)
    return problem('ports', `${where}: nobody listens.`, 'Look at the daemons with "eboxctl status".');
  const names = [...new Set(lines.flatMap((line) => /users:\(\("([^"]+)"/.exec(line)?.[1] ?? []))];
  if (names.length === 0) return well('ports', `${where}: somebody listens; as root it is shown who.`);
  // The kernel keeps 15 characters of a name.
  return names.every((name) => program.startsWith(name))
    ? well('ports', `${where}: ${names.join(', ')} listens.`)
    : problem(
        'ports',
        `${where}: ${names.join(', ')} listens, and not ${program}.`,
        'Stop that program, or give it another port; then save once more.',
      );
}
