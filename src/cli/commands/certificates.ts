import {
  certificatesVerb,
  renewCertificateVerb,
  setCertificatesVerb,
  uploadCertificateVerb,
} from '../../control/verbs/certificates.js';
import { wordsOf } from '../../core/certificate.js';
import { moment, say, sayOf } from '../../core/words/sentence.js';
import { readBounded } from '../../system/certificates/bounded-file.js';
import { changeOutcome, columns, lineOf, type CommandOption } from '../../core/shell/command.js';
import type { Command } from '../command.js';
import { CommandFailure } from '../../core/shell/failure.js';
import { followSave, noWatch } from '../follow-save.js';
import { activeValue, labelWithChoices } from '../setting-words.js';
import { assignment, assignments } from '../../core/shell/typed.js';

/** The most that all files of an upload are together, in bytes. */
const LARGEST = 44_000;

/** Whose certificate. */
const ofModule: CommandOption = {
  name: 'module',
  value: 'MODULE',
  help: say`The module of the certificate; needed only if several modules have one.`,
};

/** The page Certificates. */
export const certificateCommands: readonly Command[] = [
  {
    name: 'certificates show',
    operands: '',
    least: 0,
    most: 0,
    options: [ofModule],
    summary: say`Show the active certificate, what clients see, and where the certificate comes from.`,
    manual: [],
    async run({ control, text }) {
      const answer = await control.ask(certificatesVerb, { module: text('module') });
      const { settings, inForce, served, trouble, refusals, advice, renewal } = answer;
      return {
        data: answer,
        lines: [
          columns(
            settings.map((setting) => [
              assignment(setting.name, setting.value),
              setting.value === setting.saved ? '' : activeValue(setting.saved),
              labelWithChoices(setting),
            ]),
          ),
          '',
          inForce === null
            ? say`No certificate is active.`
            : columns([
                [say`Active for`, inForce.names.join(', ')],
                [say`Issued by`, inForce.isSelfSigned ? say`itself (self-signed)` : inForce.issuer],
                [
                  say`Valid`,
                  say`${{ from: moment(inForce.validFrom, 'day') }} to ${{ to: moment(inForce.validTo, 'day') }}`,
                ],
                [sayOf('a cryptographic key')`Key`, inForce.key],
                ['SHA-256', inForce.fingerprint],
              ]),
          '',
          ...served.map(({ where, fingerprint, isInForce, reason }) =>
            fingerprint === ''
              ? say`${{ where }}: ${{ reason }}`
              : isInForce
                ? say`${{ where }}: the active certificate`
                : say`${{ where }}: another certificate, ${{ fingerprint }}`,
          ),
          ...[trouble, ...Object.values(refusals), ...advice, renewal]
            .map(lineOf)
            .filter((line) => line !== ''),
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
    summary: say`Choose where the certificate comes from, as a pending change.`,
    manual: [
      say`For files that certbot or acme.sh renews: certificate=files certificateFile=PATH certificateKeyFile=PATH. The panel refuses files that it could not serve, and files that root has not allowed with "certificates allow".`,
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
        help: say`The first line of standard input is the passphrase of the key.`,
      },
    ],
    summary: say`Upload a certificate, its chain and its key, as a pending change.`,
    manual: [
      say`In any order, as PEM, DER or PKCS#12. The command reads the files with the rights of the user who types it.`,
    ],
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
    options: [ofModule, noWatch],
    summary: say`Make a renewed certificate active now, or make a new one.`,
    manual: [
      say`The command shows the progress as "eboxctl save" does. It needs --yes, because all users are disconnected for a moment.`,
    ],
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
