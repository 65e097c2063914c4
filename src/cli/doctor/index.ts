import type { Finding } from '../../core/finding.js';
import { say } from '../../core/words/sentence.js';
import { troubleOf } from '../../errors.js';
import { examineAllowed } from './allowed-certificates.js';
import { examineDaemons } from './daemons.js';
import { examineDistribution } from './distribution.js';
import { openExamined } from './examined.js';
import { warning } from './finding.js';
import { examineClock, examineDisk } from './machine.js';
import { examineModes } from './modes.js';
import type { Patient } from './patient.js';
import { examinePorts } from './ports.js';
import { examineVersions } from './versions.js';

/** Something to look at, and what its findings are about. */
interface Examination {
  readonly subject: string;
  readonly look: () => readonly Finding[] | Promise<readonly Finding[]>;
}

/** Everything, at once. An examination that fails is a finding itself. */
export async function examine(patient: Patient): Promise<readonly Finding[]> {
  const { examined, close } = openExamined(patient);
  const ofModules = patient.active.flatMap(({ module, settings }) =>
    module.doctor.checks.map(({ subject, look }): Examination => ({
      subject,
      look: () => look(examined, settings),
    })),
  );
  const all: readonly Examination[] = [
    { subject: 'daemons', look: () => examineDaemons(patient) },
    { subject: 'ports', look: () => examinePorts(patient) },
    { subject: 'distribution', look: () => examineDistribution(patient) },
    ...ofModules,
    { subject: 'allow-list', look: () => examineAllowed(patient) },
    { subject: 'clock', look: () => examineClock(patient) },
    { subject: 'disk', look: () => examineDisk(patient) },
    { subject: 'modes', look: () => examineModes(patient) },
    { subject: 'versions', look: () => examineVersions(patient) },
  ];
  try {
    return (await Promise.all(all.map(findingsOf))).flat();
  } finally {
    close();
  }
}

async function findingsOf({ subject, look }: Examination): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    return [warning(subject, say`This check failed: ${{ reason: troubleOf(error) }}.`, say`Try it as root.`)];
  }
}
