import type { Act } from '../../../core/act.js';
import { wordsOf, type CertificateProblem, type CertificateUpload } from '../../../core/certificate.js';
import { choiceOf } from '../../../core/draft.js';
import { eachOnce, type FieldErrors } from '../../../core/settings.js';
import { quantity, say, type Sentence } from '../../../core/words/sentence.js';
import type { ApplyOutcome } from '../../saving/draft-settings.js';
import type { PanelStateKeeper } from '../../saving/panel-state.js';
import type { CertificateSettings } from '../certificate-settings.js';
import { PASSPHRASE_FIELD, UPLOAD_FIELD } from '../upload-fields.js';
import { chooseCertificate, type CertificateActParts } from './choose.js';

/** The most that an upload may be in all, in bytes: with its passphrase it is one request to the helper. */
const LARGEST = 44_000;

/** A certificate that somebody uploads for a module. */
export interface WantedUpload {
  readonly module: string;
  readonly upload: CertificateUpload;
  /** The draft's version that the form was read at. */
  readonly version: number;
}

/** Keeps what was uploaded, and names it in the draft, unless the service would be impossible with it. */
export function uploadCertificate(
  parts: CertificateActParts & {
    readonly certificates: Pick<CertificateSettings, 'of'>;
    readonly keeper: Pick<PanelStateKeeper, 'state'>;
  },
): Act<WantedUpload, ApplyOutcome> {
  const { machine, certificates, keeper, draft } = parts;
  const choose = chooseCertificate(parts);

  /** Whether the draft or what is saved uses this upload. */
  function isNamed(module: string, id: string): boolean {
    const { draft: drafted, saved } = keeper.state();
    return [drafted, saved].some((choices) => Object.values(choiceOf(choices, module).settings).includes(id));
  }

  return {
    name: 'certificates.upload',
    title: ({ module }) => say`Certificate of ${{ module }} uploaded`,
    check: ({ upload }) => sizeProblem(upload),
    async do({ module, upload, version }, doing) {
      const { control } = certificates.of(module);
      const kept = await machine.certificates.keep(upload);
      if (kept.kind === 'refused') return { kind: 'invalid', errors: uploadErrors(kept.problems) };
      const { settings } = await draft.view(module);
      const wanted = { module, values: control.withUpload(settings, kept.id), version };
      const outcome = (await choose.check?.(wanted)) ?? (await choose.do(wanted, doing));
      if (outcome.kind !== 'invalid' || isNamed(module, kept.id)) return outcome;
      await machine.certificates.forget(kept.id);
      return { kind: 'invalid', errors: { [UPLOAD_FIELD]: eachOnce(Object.values(outcome.errors)) } };
    },
  };
}

function sizeProblem({ parts }: CertificateUpload): ApplyOutcome | null {
  if (parts.every((part) => part.length === 0))
    return refused(say`Choose the files of the certificate and of its private key, or paste their text.`);
  if (parts.reduce((sum, part) => sum + part.length, 0) > LARGEST)
    return refused(
      say`The files are larger than ${{ count: quantity(LARGEST / 1000) }} KB together. A certificate with its chain and key has a few KB: choose only those files.`,
    );
  return null;
}

function refused(sentence: Sentence): ApplyOutcome {
  return { kind: 'invalid', errors: { [UPLOAD_FIELD]: sentence } };
}

/** A passphrase that is missing or wrong is said at its field, all else at the files. */
function uploadErrors(problems: readonly CertificateProblem[]): FieldErrors {
  const [first] = problems;
  if (first === undefined) return {};
  const isPassphrase = first.code === 'passphrase-missing' || first.code === 'passphrase-wrong';
  const all = problems.filter(({ code }) => code === first.code).map(wordsOf);
  return { [isPassphrase ? PASSPHRASE_FIELD : UPLOAD_FIELD]: eachOnce(all) };
}
