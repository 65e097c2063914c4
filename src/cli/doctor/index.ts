import { reasonOf } from '../../errors.js';
import { examineAllowed } from './allowed-certificates.js';
import { examineCertificate } from './certificate.js';
import { examineDaemons } from './daemons.js';
import { examineDistribution } from './distribution.js';
import { examineDns } from './dns.js';
import { warning, type Finding } from './finding.js';
import { examineGuard } from './guard.js';
import { examineClock, examineDirectory, examineDisk } from './machine.js';
import { examineModes } from './modes.js';
import type { Patient } from './patient.js';
import { examinePorts } from './ports.js';
import { examineVersions } from './versions.js';

const examinations: Readonly<
  Record<string, (patient: Patient) => readonly Finding[] | Promise<readonly Finding[]>>
> = {
  daemons: examineDaemons,
  ports: examinePorts,
  distribution: examineDistribution,
  dns: examineDns,
  certificate: examineCertificate,
  'allow-list': examineAllowed,
  guard: examineGuard,
  clock: examineClock,
  disk: examineDisk,
  directory: examineDirectory,
  modes: examineModes,
  versions: examineVersions,
};

/** Everything, at once. An examination that goes wrong is a finding itself. */
export async function examine(patient: Patient): Promise<readonly Finding[]> {
  const all = Object.entries(examinations).map(async ([subject, look]) => {
    try {
      return await look(patient);
    } catch (error) {
      return [warning(subject, `This could not be looked at: ${reasonOf(error)}.`, 'Try it as root.')];
    }
  });
  return (await Promise.all(all)).flat();
}
