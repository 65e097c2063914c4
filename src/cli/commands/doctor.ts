import { resolve } from 'node:path';
import { writeArchive } from '../bundle/archive.js';
import { bundleContents } from '../bundle/support-bundle.js';
import type { Command } from '../command.js';
import { examine } from '../doctor/index.js';
import { readPatient } from '../doctor/patient.js';
import { findingsAsText } from '../../core/finding.js';
import { english } from '../../core/words/english.js';
import { exitCodes } from '../../core/shell/failure.js';

const marks = { ok: '  ok     ', warning: '  WARNING', problem: '  PROBLEM' } as const;

/** What may be wrong with the machine. */
export const doctorCommands: readonly Command[] = [
  {
    name: 'doctor',
    operands: '',
    least: 0,
    most: 0,
    options: [],
    summary: 'Look at everything that may be wrong, with advice.',
    manual: [
      'Daemons, ports and who listens, what the packages of Debian leave open, the list of allowed certificates, the clock, the disk, modes of files, ' +
        'versions, and what each module that is on adds. It works also while the panel is down, and says so. Ends with 0 when nothing is broken (there may be ' +
        'warnings), and with 3 otherwise.',
    ],
    async run(invocation) {
      const findings = findingsAsText(await examine(await readPatient(invocation)), english);
      const isBroken = findings.some(({ verdict }) => verdict === 'problem');
      return {
        data: { findings },
        lines: findings.flatMap(({ subject, verdict, sentence, advice }) => [
          `${marks[verdict]} ${subject}: ${sentence}`,
          ...(advice === '' ? [] : [`            ${advice}`]),
        ]),
        exitCode: isBroken ? exitCodes.unwell : exitCodes.unchanged,
      };
    },
  },
  {
    name: 'support-bundle',
    operands: 'FILE.tar.gz',
    least: 1,
    most: 1,
    options: [],
    summary: 'Write an archive for somebody who is to help.',
    manual: [
      'Versions, status, what the doctor found, the configuration in force, the journal of a save that is under way, and ' +
        'the last lines of the logs: without secrets, private keys, hashes of passwords, names of users and addresses of ' +
        'clients. Look into it before you send it. The file must not be there yet; nobody else can read it.',
    ],
    async run(invocation) {
      const {
        operands: [file = ''],
      } = invocation;
      const path = resolve(file);
      const patient = await readPatient(invocation);
      const contents = await bundleContents(patient);
      await writeArchive(path, contents, patient.output);
      const sentence = `${path} has ${contents.size} files. Look into it before you send it to somebody.`;
      return { data: { path, files: [...contents.keys()] }, lines: [sentence], changed: true };
    },
  },
];
