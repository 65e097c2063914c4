import { allowCommand } from '../../core/allowed-certificates.js';
import { nearEnd, wordsOf, type CertificateProblem, type CertificateReport } from '../../core/certificate.js';
import type { Machine } from '../../core/ports.js';
import type { FieldErrors } from '../../core/settings.js';
import { type Sentence, allOf, moment, passage, say } from '../../core/words/sentence.js';
import { hostsOf, sourceOf } from './certificate.js';
import type { JabberSettings } from './settings.js';

/** What there is to say of the certificate that settings name. */
export interface Judgement {
  readonly report: CertificateReport;
  /** Setting → why the service would be impossible with it. */
  readonly refusals: FieldErrors;
  /** What is only unwise. */
  readonly advice: readonly Sentence[];
}

/** Looks at the certificate that settings name. One of our own is made anew where it is unsuitable: never refused. */
export async function judge(machine: Machine, settings: JabberSettings): Promise<Judgement> {
  const report = await machine.certificates.examine(sourceOf(settings), hostsOf(settings.domain));
  const refusal =
    (settings.certificate === 'own' ? null : refusalOf(report, settings, machine)) ??
    panelRefusal(report, settings);
  if (settings.certificate === 'own') return { report, refusals: refusal ?? {}, advice: [] };
  return refusal === null
    ? { report, refusals: {}, advice: adviceOn(report, settings, machine) }
    : { report, refusals: refusal, advice: [] };
}

function refusalOf(
  { facts, problems, uncovered }: CertificateReport,
  settings: JabberSettings,
  machine: Machine,
): FieldErrors | null {
  const [problem] = problems;
  if (problem !== undefined) return { [fieldOf(problem, settings)]: sentenceOf(problem, settings) };
  if (facts === null) return null;
  const refused = (sentence: Sentence): FieldErrors => ({ [mainField(settings)]: sentence });
  const now = machine.clock.now();
  if (new Date(facts.validTo) <= now) {
    return refused(
      say`The certificate expired on ${{ date: moment(facts.validTo, 'day') }}: clients would refuse it. Get a new one from its issuer.`,
    );
  }
  if (new Date(facts.validFrom) > now) {
    return refused(
      say`The certificate is valid only from ${{ date: moment(facts.validFrom, 'day') }}, and this machine’s clock says ${{ now: moment(now.toISOString(), 'day') }}. Set the clock if it is wrong, or wait.`,
    );
  }
  const [host, ...others] = hostsOf(settings.domain);
  if (!uncovered.includes(host)) return null;
  const hosts = allOf([host, ...others]);
  return refused(
    facts.names.length === 0
      ? say`The certificate names no server, so clients would refuse it. Get one for ${{ hosts }}.`
      : say`The certificate is for ${{ names: allOf(facts.names) }}, not for ${{ host }}: clients would refuse it. Get one for ${{ hosts }}, or change the Domain Name on the Jabber Service page first.`,
  );
}

/** The panel's account gets no key by its own word. */
function panelRefusal({ isForPanel }: CertificateReport, settings: JabberSettings): FieldErrors | null {
  if (!settings.certificateForPanel || isForPanel) return null;
  return { certificateForPanel: wordsOf(notAllowed(settings)) };
}

function notAllowed(settings: JabberSettings): CertificateProblem {
  return { code: 'not-allowed', detail: allowCommand(sourceOf(settings), settings.certificateForPanel) };
}

function adviceOn(
  { facts, uncovered, trust, missingIssuer, issuerAddress, leftOut }: CertificateReport,
  settings: JabberSettings,
  machine: Machine,
): readonly Sentence[] {
  const [, rooms] = hostsOf(settings.domain);
  const advice: Sentence[] = [];
  if (rooms !== undefined && uncovered.includes(rooms)) {
    advice.push(
      say`The certificate is not for ${{ host: rooms }}, so other servers may keep their users out of your chat rooms. Request a certificate that is for this name too.`,
    );
  }
  if (trust === 'self-signed') advice.push(say`Self-signed: each client asks its user once.`);
  if (trust === 'unknown') advice.push(unknownIssuer(missingIssuer, issuerAddress));
  if (leftOut.length > 0) {
    advice.push(
      say`A part of the chain is not shown to clients, because some clients refuse expired certificates. ${{ certificates: passage(...leftOut) }} Get the current chain from the issuer.`,
    );
  }
  if (facts !== null && nearEnd(facts, machine.clock.now()) !== 'no') {
    advice.push(
      say`The certificate expires on ${{ time: moment(facts.validTo, 'distance') }}. Order its renewal now.`,
    );
  }
  return advice;
}

/**
 * What to do where no known authority signed a certificate. A public authority says where the certificate of its issuer
 * is; a company's own rarely does, and to add a root helps nobody: clients take none from a server.
 */
function unknownIssuer(missing: string, address: string): Sentence {
  if (missing === '')
    return say`Devices do not know the authority that issued the certificate. Install the certificate of that authority on each device; otherwise each client asks its user whether to trust the server.`;
  if (address !== '')
    return say`The certificate of “${{ issuer: missing }}”, which signed this one, is missing. Clients that do not know it refuse the connection. Add it (a “chain” or “intermediate” file of the issuer; it is at ${{ address }}).`;
  return say`Devices do not know “${{ issuer: missing }}”, which signed the certificate. If this is your own authority, install its certificate on each device; otherwise each client asks its user whether to trust the server. If it is an intermediate certificate of a public authority, add it (a “chain” or “intermediate” file).`;
}

/** The setting that names the certificate. */
function mainField({ certificate }: JabberSettings): 'certificateFile' | 'certificateUpload' {
  return certificate === 'files' ? 'certificateFile' : 'certificateUpload';
}

const KEY_PROBLEMS: readonly CertificateProblem['code'][] = [
  'no-key',
  'passphrase-missing',
  'passphrase-wrong',
  'key-mismatch',
];

function fieldOf({ code, detail }: CertificateProblem, settings: JabberSettings): string {
  if (settings.certificate !== 'files' || settings.certificateKeyFile === '') return mainField(settings);
  const isAboutKey = KEY_PROBLEMS.includes(code) || detail === settings.certificateKeyFile;
  return isAboutKey ? 'certificateKeyFile' : 'certificateFile';
}

function sentenceOf(problem: CertificateProblem, settings: JabberSettings): Sentence {
  if (problem.code === 'not-allowed') return wordsOf(notAllowed(settings));
  if (problem.code !== 'missing') return wordsOf(problem);
  if (settings.certificate === 'uploaded') return say`No certificate is uploaded yet. Upload one below.`;
  return settings.certificateFile === ''
    ? say`Type the path of the file that holds the certificate.`
    : passage(wordsOf(problem), say`Type the path of a file that exists.`);
}
