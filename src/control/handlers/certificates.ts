import { within } from '../../core/within.js';
import { Secret } from '../../core/secret.js';
import { PanelError } from '../../errors.js';
import { signatureOf } from '../../services/records/audit-trail.js';
import type { Certified } from '../../services/certificates/certificate-settings.js';
import type { ApplyOutcome } from '../../services/saving/draft-settings.js';
import { whyNothingToRenew, wordsForRenewal } from '../../services/certificates/renewal-words.js';
import type { Deps } from '../deps.js';
import { handle, type Handler } from '../handle.js';
import { conflict, invalid, needsYes } from '../refusal.js';
import { valuesFrom } from '../texts.js';
import {
  certificatesVerb,
  renewCertificateVerb,
  setCertificatesVerb,
  uploadCertificateVerb,
} from '../verbs/certificates.js';

/** The number of an upload, which nobody types. */
const UPLOAD = 'certificateUpload';
/** Seconds until a renewal has begun. */
const SECONDS = 30;

/** The page Certificates. */
export function certificateHandlers({ certificates, renewal, save, audit }: Deps): readonly Handler[] {
  function certified(): Certified {
    const found = certificates.certified();
    if (found === null) throw new PanelError('module-unknown');
    return found;
  }
  const asked = (): Certified['fields'] => certified().fields.filter(({ name }) => name !== UPLOAD);

  return [
    handle(certificatesVerb, async () => {
      const { settings, saved, enabled, standing, served } = await certificates.view();
      return {
        module: certified().module.title,
        enabled,
        settings: asked().map((field) => ({
          name: field.name,
          label: field.label,
          value: settings[field.name] ?? '',
          saved: saved[field.name] ?? '',
          choices: field.show(undefined).choices.map(({ value }) => value),
        })),
        inForce:
          standing.inForce === null ? null : { ...standing.inForce, names: [...standing.inForce.names] },
        served: served.map(({ where, certificate, reason }) => ({
          where,
          fingerprint: certificate?.fingerprint ?? '',
          isInForce: certificate !== null && certificate.fingerprint === standing.inForce?.fingerprint,
          reason,
        })),
        refusals: { ...standing.refusals },
        trouble: standing.trouble,
        advice: [...standing.advice],
        renewal: standing.renewal ?? '',
      };
    }),

    handle(setCertificatesVerb, async ({ values: texts }, actor) => {
      const { settings, version } = await certificates.view();
      const { values, errors } = valuesFrom(asked(), settings, texts);
      if (Object.keys(errors).length > 0) throw invalid(errors);
      return answerOf(await certificates.choose(values, { version, actor }));
    }),

    handle(uploadCertificateVerb, async ({ parts, passphrase }, actor) => {
      const { version } = await certificates.view();
      const upload = {
        parts: parts.map((part) => Buffer.from(part, 'base64')),
        passphrase: new Secret(passphrase),
      };
      return answerOf(await certificates.upload(upload, { version, actor }));
    }),

    handle(renewCertificateVerb, async ({ yes }, actor) => {
      const { control } = certified();
      const view = await certificates.view();
      const words = wordsForRenewal(view, control.source(view.saved));
      if (words === null) return { changed: false, sentence: whyNothingToRenew(view) };
      if (!yes) throw needsYes([words.question, ...words.sentences, control.disturbs]);
      await audit.prepare();
      const begun = new Promise<void>((resolve) => {
        const end = save.subscribe(() => {
          end();
          resolve();
        });
      });
      renewal.now(signatureOf(actor));
      await audit.record(actor, { what: 'Renewing the certificate', outcome: 'begun' });
      await within(SECONDS, begun, 'the renewal did not begin: the log of the panel says why');
      return { changed: true, sentence: 'The renewal has begun.' };
    }),
  ];
}

function answerOf(outcome: ApplyOutcome): { changed: boolean; sentence: string } {
  switch (outcome.kind) {
    case 'invalid':
      throw invalid(outcome.errors);
    case 'question':
      throw needsYes([outcome.question.title, ...outcome.question.sentences]);
    case 'conflict':
      throw conflict();
    case 'applied':
      return outcome.changed
        ? { changed: true, sentence: 'The changes are noted. "eboxctl save" puts them into force.' }
        : { changed: false, sentence: 'Nothing was changed.' };
  }
}
