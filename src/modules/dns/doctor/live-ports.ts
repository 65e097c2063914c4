import { CONFIGURATION } from '../paths.js';

/** The port that named was last given, as its file names it. */
export async function livePorts(
  read: (path: string) => Promise<string>,
): Promise<Readonly<Record<string, number>>> {
  const [, port] = /^\s*listen-on port (\d+) /m.exec(await read(`${CONFIGURATION}/named.conf`)) ?? [];
  return port === undefined ? {} : { dns: Number(port) };
}
