import { createHash } from 'node:crypto';

/**
 * The configuration files as dpkg remembers them: path → MD5 of what the package brought. It is read from
 * `dpkg-query --showformat='${Conffiles}\n'`, lines such as ` /etc/jabberd2/sm.xml a698…`.
 */
export function readConffiles(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split('\n')
      .map((line) => line.trim().split(' '))
      .flatMap(([path = '', sum]) => (path.startsWith('/') && sum !== undefined ? [[path, sum]] : [])),
  );
}

/** Whether a file is what the package brought: nobody configured anything in it. */
export function isShipped(conffiles: ReadonlyMap<string, string>, path: string, content: string): boolean {
  return conffiles.get(path) === createHash('md5').update(content).digest('hex');
}
