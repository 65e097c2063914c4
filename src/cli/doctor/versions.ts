import type { PackageDeclaration } from '../../core/module/index.js';
import { say, verbatim } from '../../core/words/sentence.js';
import { ownVersion } from '../../system/own-version.js';
import { problem, well, type Finding } from './finding.js';
import type { Patient } from './patient.js';

/** What every panel needs, whatever modules there are. */
const always: readonly PackageDeclaration[] = [
  { name: 'openssl', what: say`certificates`, relation: 'depends' },
];

/** What is installed, each with its version. What only a module needs that is off may be missing. */
export async function examineVersions({
  modules,
  active,
  output,
}: Pick<Patient, 'modules' | 'active' | 'output'>): Promise<readonly Finding[]> {
  const needed = modules.flatMap(({ id, packages }) => {
    const isOn = active.some(({ module }) => module.id === id);
    return packages.map((one) => ({ ...one, isNeeded: isOn || one.relation === 'depends' }));
  });
  const packages = [...needed, ...always.map((one) => ({ ...one, isNeeded: true }))];
  const found = packages.map(async ({ name, what, isNeeded }): Promise<readonly Finding[]> => {
    const version = await installedVersion(name, output);
    if (version !== null) return [well('versions', verbatim(`${name} ${version}`))];
    if (!isNeeded) return [];
    return [
      problem(
        'versions',
        say`${{ name }} (${{ what }}) is not installed.`,
        say`Install it: apt install ${{ name }}.`,
      ),
    ];
  });
  return [
    well('versions', verbatim(`ebox-jabber ${ownVersion()}`)),
    well('versions', verbatim(`node ${process.version}`)),
    ...(await Promise.all(found)).flat(),
  ];
}

async function installedVersion(name: string, output: Patient['output']): Promise<string | null> {
  const format = '${Package} ${Version} ${db:Status-Status}\\n';
  const [line = ''] = ((await output(['dpkg-query', '-W', '-f', format, name])) ?? '').split('\n');
  const [, version = '', status = ''] = line.split(' ');
  return status === 'installed' ? version : null;
}
