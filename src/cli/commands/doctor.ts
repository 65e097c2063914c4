import { resolve } from 'node:path';
import { many, quantity, say } from '../../core/words/sentence.js';
import { writeArchive } from '../bundle/archive.js';
import { bundleContents } from '../bundle/support-bundle.js';
import { verdictMarks } from '../../core/finding.js';
import { columns } from '../../core/shell/command.js';
import type { Command } from '../command.js';
import { examine } from '../doctor/index.js';
import { readPatient } from '../doctor/patient.js';
import { exitCodes } from '../../core/shell/failure.js';

/** What may be wrong with the machine. */
export const doctorCommands: readonly Command[] = [
  {
    name: 'doctor',
    operands: '',
    least: 0,
    most: 0,
    options: [],
    summary: say`Check everything that may be wrong, with advice.`,
    manual: [
      say`Daemons, ports and which programs listen on them, what Debian’s packages leave open, the list of allowed certificates, the clock, the disk, file permissions, versions, and the checks of each enabled module. This also works while the panel is stopped. The exit code is 0 if there is no problem (there may be warnings), and 3 otherwise.`,
    ],
    async run(invocation) {
      const findings = await examine(await readPatient(invocation));
      const isBroken = findings.some(({ verdict }) => verdict === 'problem');
      return {
        data: { findings },
        lines: [
          columns(
            findings.flatMap(({ subject, verdict, sentence, advice }) => [
              ['', verdictMarks[verdict], say`${{ subject }}: ${{ sentence }}`],
              ...(advice === '' ? [] : [['', '', advice]]),
            ]),
          ),
        ],
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
    summary: say`Write an archive for the people who help you.`,
    manual: [
      say`Versions, status, what "eboxctl doctor" found, the active configuration, the journal of a running save, and the last lines of the logs: without secrets, private keys, hashes of passwords, names of users and addresses of clients. Look into it before you send it. The file must not exist yet; only you can read it.`,
    ],
    async run(invocation) {
      const {
        operands: [file = ''],
      } = invocation;
      const path = resolve(file);
      const patient = await readPatient(invocation);
      const contents = await bundleContents(patient);
      await writeArchive(path, contents, patient.output);
      const sentence = many(
        contents.size,
        say`${{ path }} has 1 file. Look into it before you send it to anyone.`,
        say`${{ path }} has ${{ count: quantity(contents.size) }} files. Look into it before you send it to anyone.`,
      );
      return { data: { path, files: [...contents.keys()] }, lines: [sentence], changed: true };
    },
  },
];
