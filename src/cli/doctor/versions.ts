import { ownVersion } from '../../system/own-version.js';
import { problem, well, type Finding } from './finding.js';
import type { Patient } from './patient.js';

/** Debian package → what it is for. */
const packages: Readonly<Record<string, string>> = {
  jabberd2: 'the chat server',
  'jabber-muc': 'mu-conference, the chat rooms',
  slapd: 'the directory of users',
  openssl: 'certificates',
};

/** What is installed, each with its version. */
export async function examineVersions({ output }: Patient): Promise<readonly Finding[]> {
  const format = '${Package} ${Version} ${db:Status-Status}\\n';
  const installed = new Map<string, string>();
  for (const name of Object.keys(packages)) {
    const [line = ''] = ((await output(['dpkg-query', '-W', '-f', format, name])) ?? '').split('\n');
    const [, version = '', status = ''] = line.split(' ');
    if (status === 'installed') installed.set(name, version);
  }
  return [
    well('versions', `ebox-jabber ${ownVersion()}.`),
    well('versions', `node ${process.version}.`),
    ...Object.entries(packages).map(([name, what]) => {
      const version = installed.get(name);
      return version === undefined
        ? problem('versions', `${name} (${what}) is not installed.`, `Install it: apt install ${name}.`)
        : well('versions', `${name} ${version}.`);
    }),
  ];
}
