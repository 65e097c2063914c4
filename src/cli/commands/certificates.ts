import {
  certificatesVerb,
  renewCertificateVerb,
  setCertificatesVerb,
  uploadCertificateVerb,
} from '../../control/verbs/certificates.js';
import { wordsOf } from '../../core/certificate.js';
import { readBounded } from '../../system/certificates/bounded-file.js';
import { changeOutcome, columns, type CommandOption } from '../../core/shell/command.js';
import type { Command } from '../command.js';
import { CommandFailure } from '../../core/shell/failure.js';
import { followSave } from '../follow-save.js';
import { assignments, typed } from '../../core/shell/typed.js';

/** The most that all files of an upload are together, in bytes. */
const LARGEST = 44_000;

/** Whose certificate. */
const ofModule: CommandOption = {
  name: 'module',
  value: 'MODULE',
  help: 'Whose certificate it is; needed only where several modules have one.',
};

/** The page Certificates. */
export const certificateCommands: readonly Command[] = [
  {
    name: 'certificates show',
    operands: '',
    least: 0,
    most: 0,
    options: [ofModule],
    summary: 'Show which certificate is served, which is in force, and where it comes from.',
    manual: [],
    async run({ control, text }) {
      const answer = await control.ask(certificatesVerb, { module: text('module') });
      const { settings, inForce, served, trouble, refusals, advice, renewal } = answer;
      return {
        data: answer,
        lines: [
          ...columns(
            settings.map(({ name, value, saved, label, choices }) => [
              `${name}=${typed(value)}`,
              value === saved ? '' : `(in force: ${typed(saved)})`,
              `${label}${choices.length === 0 ? '' : `: ${choices.join(', ')}`}`,
            ]),
          ),
          '',
          ...(inForce === null
            ? ['No certificate is in force.']
            : columns([
                ['In force for', inForce.names.join(', ')],
                ['Issued by', inForce.isSelfSigned ? 'itself' : inForce.issuer],
                ['Valid', `${inForce.validFrom.slice(0, 10)} to ${inForce.validTo.slice(0, 10)}`],
                ['Key', inForce.key],
                ['SHA-256', inForce.fingerprint],
              ])),
          '',
          ...served.map(({ where, fingerprint, isInForce, reason }) =>
            fingerprint === ''
              ? `${where}: ${reason}`
              : `${where}: ${isInForce ? 'the one in force' : `another one, ${fingerprint}`}`,
          ),
          ...(trouble === '' ? [] : [trouble]),
          ...Object.values(refusals),
          ...advice,
          ...(renewal === '' ? [] : [renewal]),
        ],
      };
    },
  },
  {
    name: 'certificates set',
    operands: 'NAME=VALUE...',
    least: 1,
    most: 20,
    options: [ofModule],
    summary: 'Note for the next save where the certificate comes from.',
    manual: [
      'For files that certbot or acme.sh keeps fresh: certificate=files certificateFile=PATH certificateKeyFile=PATH. ' +
        'What could not be served is refused, and what root has not allowed with "certificates allow".',
    ],
    run: async ({ control, operands, text }) => {
      const values = { ...assignments(operands) };
      return changeOutcome(await control.ask(setCertificatesVerb, { module: text('module'), values }));
    },
  },
  {
    name: 'certificates upload',
    operands: 'FILE...',
    least: 1,
    most: 10,
    options: [
      ofModule,
      {
        name: 'passphrase-stdin',
        value: null,
        help: 'The first line of standard input is the passphrase of the key.',
      },
    ],
    summary: 'Take the certificate, its chain and its key from files, for the next save.',
    manual: ['In any order, PEM, DER or PKCS#12. The files are read as the account that types this.'],
    async run({ control, operands, flag, text, newPassword }) {
      const parts = await Promise.all(operands.map(base64));
      const passphrase = flag('passphrase-stdin') ? (await newPassword()).reveal() : '';
      return changeOutcome(
        await control.ask(uploadCertificateVerb, { module: text('module'), parts, passphrase }),
      );
    },
  },
  {
    name: 'certificates renew',
    operands: '',
    least: 0,
    most: 0,
    options: [ofModule],
    summary: 'Put a renewed certificate into force now, or make a new one.',
    manual: ['Followed like a save. Only with --yes, since everybody is disconnected for a moment.'],
    async run(invocation) {
      const { control, text, flag } = invocation;
      const answer = await control.ask(renewCertificateVerb, { module: text('module'), yes: flag('yes') });
      return answer.changed ? followSave(invocation) : changeOutcome(answer);
    },
  },
];

async function base64(path: string): Promise<string> {
  const read = await readBounded(path, LARGEST);
  if (read.kind === 'refused') throw new CommandFailure(wordsOf(read.problem));
  return Buffer.from(read.bytes).toString('base64');
}
