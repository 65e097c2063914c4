import type { Request, Response } from 'express';
import type { FieldErrors } from '../../../core/settings.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import { PASSPHRASE_FIELD, UPLOAD_FIELD } from '../../../services/certificates/upload-fields.js';
import type { CertificateView, PanelAddress } from '../../../services/certificates/certificate-settings.js';
import { wordsForRenewal } from '../../../services/certificates/renewal-words.js';
import type { ApplyOutcome } from '../../../services/saving/draft-settings.js';
import type { SettingDifference } from '../../../services/saving/setting-differences.js';
import { KEPT_FIELD } from '../../asking.js';
import { factViews, panelView, servedView, together, unencryptedPanel } from '../../certificate-view.js';
import type { FormState } from '../../../core/forms/field-view.js';
import { textField } from '../../../core/forms/text-field.js';
import { ofFields } from '../../of-fields.js';
import { settingsFields } from '../../settings-view.js';
import { TEXT_FIELD } from './material.js';
import { askedHere, type Place } from './place.js';
import { eachOnce } from '../../../core/settings.js';

/** What the page shows beside how things stand. */
export interface Shown {
  readonly status: number;
  /** What the form was read at; the draft's own version when it is shown anew. */
  readonly version?: number;
  readonly message?: Sentence | '';
  /** The settings' form, when it is not the draft. */
  readonly form?: FormState;
  readonly conflicts?: readonly SettingDifference[];
  readonly uploadErrors?: FieldErrors;
  /** Under which key an upload that was refused is kept, so that it need not be sent again. */
  readonly kept?: string;
}

/** Shows the certificate that clients see, the saved one, and its source. */
export async function show(
  place: Place,
  request: Request,
  response: Response,
  { status, version, message = '', form, conflicts = [], uploadErrors = {}, kept = '' }: Shown,
): Promise<void> {
  const { certified, certificates, pages, path } = place;
  const view = await certificates.view(certified.module.id);
  const state = form ?? { values: view.settings, errors: {} };
  const words = wordsForRenewal(view, certified.control.source(view.saved));
  const isAnew = (version ?? view.version) === view.version;
  await pages.show(request, response, {
    template: 'certificates',
    title: say`Certificates`,
    status,
    locals: {
      action: path,
      uploadPath: place.uploadPath,
      renewPath: place.renewPath,
      others: place.others,
      message: message === '' ? (state.errors[''] ?? '') : message,
      isOff: !view.enabled,
      module: certified.module.title,
      version: version ?? view.version,
      base: isAnew ? JSON.stringify(ofFields(certified.fields, view.settings)) : '',
      served: await servedViews(place, request, view),
      ...keptLocals(view),
      isUploaded: certified.control.source(view.settings).kind === 'uploaded',
      fields: settingsFields(askedHere(certified), state, [], null),
      conflicts,
      upload: uploadLocals(uploadErrors, kept),
      renew: words === null ? '' : words.button,
    },
  });
}

async function servedViews({ config, certificates }: Place, request: Request, view: CertificateView) {
  const own = config.secure ? panelView(await certificates.shownByPanel(askedAt(request))) : unencryptedPanel;
  return together([...view.served.map((one) => servedView(one, view.standing.active)), own]);
}

/** What is wrong, at the controls that the page has: an upload that is not there is said where it is chosen. */
export function errorsOf(outcome: ApplyOutcome): FieldErrors {
  if (outcome.kind !== 'invalid') return {};
  const { certificateUpload, ...errors } = outcome.errors;
  return certificateUpload === undefined ? errors : { certificate: certificateUpload, ...errors };
}

/** Where the browser that asks reached the panel. An address is no name that a certificate could be asked for. */
function askedAt({ socket, hostname }: Request): PanelAddress {
  const isAddress = hostname.includes(':') || /^[\d.]+$/.test(hostname);
  return {
    host: socket.localAddress ?? '127.0.0.1',
    port: socket.localPort ?? 0,
    serverName: isAddress ? '' : hostname,
  };
}

/** What the settings name, beside what is active. */
function keptLocals({ standing }: CertificateView): Readonly<Record<string, unknown>> {
  const { report, active, trouble, refusals, advice, renewal } = standing;
  return {
    facts: factViews(report.facts),
    fingerprint: report.facts?.fingerprint ?? '',
    name: report.facts?.names[0] ?? report.facts?.subject ?? '',
    isActive: report.facts !== null && report.facts.fingerprint === active?.fingerprint,
    trouble,
    refusal: Object.keys(refusals).length === 0 ? '' : eachOnce(Object.values(refusals)),
    advice: advice.map((sentence) => ({ sentence, lines: [], remedy: null, others: null })),
    renewal: renewal ?? '',
  };
}

function uploadLocals(errors: FieldErrors, kept: string): Readonly<Record<string, unknown>> {
  const passphrase = textField(
    {
      name: PASSPHRASE_FIELD,
      label: say`Passphrase`,
      kind: 'password',
      autocomplete: 'off',
      help: say`Only when the key or the .p12 file has one. The key is kept without it.`,
    },
    { values: {}, errors },
  );
  return {
    error: errors[UPLOAD_FIELD] ?? '',
    passphrase: { ...passphrase, focus: passphrase.error !== '' },
    hidden: kept === '' ? [] : [[KEPT_FIELD, kept]],
    textField: TEXT_FIELD,
  };
}
