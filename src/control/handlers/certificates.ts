import { within } from '../../core/within.js';
import { Secret } from '../../core/secret.js';
import { say } from '../../core/words/sentence.js';
import { PanelError } from '../../errors.js';
import type { Certified } from '../../services/certificates/certificate-settings.js';
import type { Deps } from '../deps.js';
import { handle, type Handler } from '../../core/shell/handle.js';
import { perform } from '../../core/shell/perform.js';
import { notedAnswer } from '../put-settings.js';
import { invalid } from '../../core/shell/refusal.js';
import { valuesFrom } from '../texts.js';
import {
  certificatesVerb,
  renewCertificateVerb,
  setCertificatesVerb,
  uploadCertificateVerb,
} from '../verbs/certificates.js';

/** The number of an upload, which no user types. */
const UPLOAD = 'certificateUpload';
/** Seconds until a renewal has begun. */
const SECONDS = 30;

/** The page Certificates. */
export function certificateHandlers(deps: Deps): readonly Handler[] {
  const { certificates, acts } = deps;
  return [
    handle(certificatesVerb, ({ module }) => show(deps, certifiedAs(deps, module))),

    handle(setCertificatesVerb, async ({ module, values: texts }, actor) => {
      const certified = certifiedAs(deps, module);
      const { id } = certified.module;
      const { settings, version } = await certificates.view(id);
      const { values, errors } = valuesFrom(askedHere(certified), settings, texts);
      if (Object.keys(errors).length > 0) throw invalid(errors);
      const wanted = { module: id, values: { ...settings, ...values }, version };
      return notedAnswer(await perform(acts.chooseCertificate, wanted, actor, true));
    }),

    handle(uploadCertificateVerb, async ({ module, parts, passphrase }, actor) => {
      const { id } = certifiedAs(deps, module).module;
      const { version } = await certificates.view(id);
      const upload = {
        parts: parts.map((part) => Buffer.from(part, 'base64')),
        passphrase: new Secret(passphrase),
      };
      return notedAnswer(await perform(acts.uploadCertificate, { module: id, upload, version }, actor, true));
    }),

    handle(renewCertificateVerb, async ({ module, yes }, actor) => {
      const { id } = certifiedAs(deps, module).module;
      const begun = nextJob(deps);
      const came = await perform(acts.renewCertificate, { module: id }, actor, yes);
      if (came.kind === 'nothing') return { changed: false, sentence: came.sentence };
      await within(SECONDS, begun, say`The renewal did not begin: the panel’s log says why.`);
      return { changed: true, sentence: say`The renewal has begun.` };
    }),
  ];
}

/** The module that is named; where none is, the only one that has a certificate. */
function certifiedAs({ certificates }: Deps, module: string | null): Certified {
  if (module !== null) return certificates.of(module);
  const [only, ...others] = certificates.all();
  if (only === undefined) throw new PanelError('module-unknown');
  if (others.length === 0) return only;
  const ids = [only, ...others].map((one) => one.module.id).join(', ');
  throw invalid({ module: say`Several modules have a certificate: say which (${{ ids }}).` });
}

function askedHere({ fields }: Certified): Certified['fields'] {
  return fields.filter(({ name }) => name !== UPLOAD);
}

async function show({ certificates }: Deps, certified: Certified) {
  const { settings, saved, enabled, standing, served } = await certificates.view(certified.module.id);
  const { active } = standing;
  return {
    module: certified.module.title,
    enabled,
    settings: askedHere(certified).map((field) => ({
      name: field.name,
      label: field.label,
      value: settings[field.name] ?? '',
      saved: saved[field.name] ?? '',
      choices: field.show(undefined).choices.map(({ value }) => value),
    })),
    inForce: active === null ? null : { ...active, names: [...active.names] },
    served: served.map(({ where, certificate, reason }) => ({
      where,
      fingerprint: certificate?.fingerprint ?? '',
      isInForce: certificate !== null && certificate.fingerprint === active?.fingerprint,
      reason,
    })),
    refusals: { ...standing.refusals },
    trouble: standing.trouble,
    advice: [...standing.advice],
    renewal: standing.renewal ?? '',
  };
}

/** Fulfilled when the next job has begun. */
function nextJob({ save }: Deps): Promise<void> {
  return new Promise((resolve) => {
    const end = save.subscribe(() => {
      end();
      resolve();
    });
  });
}
