import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { Secret } from '../../core/secret.js';
import { merge } from '../../core/merge.js';
import type { FieldErrors, Settings } from '../../core/settings.js';
import { PanelError } from '../../errors.js';
import { signatureOf } from '../../services/records/audit-trail.js';
import {
  PASSPHRASE_FIELD,
  UPLOAD_FIELD,
  type CertificateChange,
  type CertificateView,
  type Certified,
  type PanelAddress,
} from '../../services/certificates/certificate-settings.js';
import { whyNothingToRenew, wordsForRenewal } from '../../services/certificates/renewal-words.js';
import type { ApplyOutcome } from '../../services/saving/draft-settings.js';
import { settingDifferences, type SettingDifference } from '../../services/saving/setting-differences.js';
import { baseSettings } from '../base.js';
import { factViews, panelView, servedView, unencryptedPanel } from '../certificate-view.js';
import type { Deps } from '../deps.js';
import { textField, type FormState } from '../form.js';
import { settingsFrom } from '../form-values.js';
import { KEPT_FIELD } from '../asking.js';
import type { Pages } from '../pages.js';
import { route } from '../route.js';
import { settingsFields } from '../settings-view.js';
import { actorOf, fieldOf, sessionOf } from '../visit.js';

const PATH = '/certificates';
/** Where the form with files goes: the only path that takes such a form. */
export const UPLOAD_PATH = `${PATH}/upload`;
const RENEW_PATH = `${PATH}/renew`;
const PROGRESS = '/save-changes/progress';
const TEXT_FIELD = 'text';

/** What the page shows beside how things stand. */
interface Shown {
  readonly status: number;
  /** What the form was read at; the draft's own version when it is shown anew. */
  readonly version?: number;
  readonly message?: string;
  /** The settings' form, when it is not the draft. */
  readonly form?: FormState;
  readonly conflicts?: readonly SettingDifference[];
  readonly uploadErrors?: FieldErrors;
  /** Under which key an upload that was refused is kept, so that it need not be sent again. */
  readonly kept?: string;
}

/** The certificate of the chat service, for the panel too: what is served, what is kept, and where it comes from. */
export function certificateRoutes(
  {
    certificates,
    draft,
    renewal,
    audit,
    config,
  }: Pick<Deps, 'certificates' | 'draft' | 'renewal' | 'audit' | 'config'>,
  pages: Pages,
): Router {
  const router = Router({ strict: true, caseSensitive: true });
  if (certificates.certified() === null) return router;

  route(router, PATH, {
    get: (request, response) => {
      if (request.late === undefined) return show(request, response, { status: 200 });
      const values = settingsFrom(request.form ?? new Map(), askedHere(certified().fields));
      const version = Number(fieldOf(request, '_version'));
      return show(request, response, {
        status: 200,
        version,
        form: { values, errors: { '': request.late } },
      });
    },
    post: async (request, response) => {
      const asked = askedHere(certified().fields);
      const form = settingsFrom(request.form ?? new Map(), asked);
      const base = baseSettings(request);
      const { settings: before, version: now } = await draft.view(certified().module.id);
      const { values, both } =
        base === null ? { values: form, both: [] } : merge(asked, base, form, only(before, asked));
      const version = base === null ? Number(fieldOf(request, '_version')) : now;
      const conflict = (theirs: Settings, fields: readonly string[] | null): Promise<void> =>
        show(request, response, {
          status: 409,
          form: { values: { ...theirs, ...values }, errors: {} },
          conflicts: settingDifferences(asked, { ...theirs, ...values }, theirs).filter(
            ({ path }) => fields?.includes(path) ?? true,
          ),
        });
      if (both.length > 0) return conflict(before, both);
      const outcome = await certificates.choose(values, { version, actor: actorOf(request) });
      switch (outcome.kind) {
        case 'applied': {
          noted(request, response, outcome);
          return;
        }
        case 'conflict':
          return conflict(outcome.theirs, null);
        default:
          return show(request, response, {
            status: 422,
            version,
            form: { values, errors: errorsOf(outcome) },
          });
      }
    },
  });

  route(router, UPLOAD_PATH, {
    post: async (request, response) => {
      const material = materialOf(request);
      const upload = {
        parts: material.parts.map((part) => Buffer.from(part, 'base64')),
        passphrase: material.passphrase,
      };
      const outcome = await certificates.upload(upload, await changeOf(request));
      if (outcome.kind === 'applied') {
        noted(request, response, outcome);
        return;
      }
      const kept =
        material.parts.length === 0
          ? ''
          : sessionOf(request).keep(
              new Map([
                [UPLOAD_FIELD, new Secret(JSON.stringify(material.parts))],
                [KEPT_PASSPHRASE, material.passphrase],
              ]),
            );
      const message =
        outcome.kind === 'conflict'
          ? 'Somebody else changed the settings meanwhile. Look at them, then upload again.'
          : '';
      return show(request, response, {
        status: outcome.kind === 'conflict' ? 409 : 422,
        message,
        uploadErrors: errorsOf(outcome),
        kept,
      });
    },
  });

  route(router, RENEW_PATH, {
    post: async (request, response) => {
      const { control } = certified();
      const view = await certificates.view();
      const words = wordsForRenewal(view, control.source(view.saved));
      if (words === null) {
        sessionOf(request).notify({
          kind: 'warning',
          sentence: whyNothingToRenew(view),
        });
        response.redirect(303, PATH);
        return;
      }
      if (fieldOf(request, '_confirmed') !== 'yes') {
        return pages.show(request, response, {
          template: 'question',
          title: words.question,
          locals: {
            sentences: [...words.sentences, control.disturbs],
            answers: [{ label: words.button, value: '' }],
            isLoss: true,
            action: RENEW_PATH,
            cancel: PATH,
            hidden: [['_confirmed', 'yes']],
          },
        });
      }
      const actor = actorOf(request);
      await audit.prepare();
      renewal.now(signatureOf(actor));
      await audit.record(actor, { what: 'Renewing the certificate', outcome: 'begun' });
      response.redirect(303, PROGRESS);
    },
  });

  function certified(): Certified {
    const found = certificates.certified();
    if (found === null) throw new PanelError('module-unknown');
    return found;
  }

  /** What an upload changes is the certificate alone: what others changed beside it is no hindrance. */
  async function changeOf(request: Request): Promise<CertificateChange> {
    const { module, fields } = certified();
    const base = baseSettings(request);
    const { settings, version } = await draft.view(module.id);
    const isUntouched = base !== null && fields.every(({ name }) => settings[name] === base[name]);
    return {
      version: isUntouched ? version : Number(fieldOf(request, '_version')),
      actor: actorOf(request),
    };
  }

  function noted(
    request: Request,
    response: Response,
    { changed }: ApplyOutcome & { kind: 'applied' },
  ): void {
    const sentence = changed
      ? 'The changes are noted. Press Save Changes to put them into force.'
      : 'Nothing was changed.';
    sessionOf(request).notify({ kind: 'done', sentence });
    response.redirect(303, PATH);
  }

  async function show(request: Request, response: Response, shown: Shown): Promise<void> {
    const view = await certificates.view();
    const { fields, module } = certified();
    const { status, message = '', form, conflicts = [], uploadErrors = {}, kept = '' } = shown;
    const state = form ?? { values: view.settings, errors: {} };
    const asked = askedHere(fields);
    const words = wordsForRenewal(view, certified().control.source(view.saved));
    await pages.show(request, response, {
      template: 'certificates',
      title: 'Certificates',
      status,
      locals: {
        action: PATH,
        uploadPath: UPLOAD_PATH,
        renewPath: RENEW_PATH,
        message: message === '' ? (state.errors[''] ?? '') : message,
        isOff: !view.enabled,
        module: module.title,
        version: shown.version ?? view.version,
        base:
          (shown.version ?? view.version) === view.version ? JSON.stringify(only(view.settings, fields)) : '',
        ...(await servedLocals(request, view)),
        ...keptLocals(view),
        fields: settingsFields(asked, state, [], null),
        conflicts,
        upload: uploadLocals(uploadErrors, kept),
        renew: words === null ? '' : words.button,
      },
    });
  }

  async function servedLocals(
    request: Request,
    view: CertificateView,
  ): Promise<Readonly<Record<string, unknown>>> {
    const own = config.secure
      ? panelView(await certificates.shownByPanel(askedAt(request)))
      : unencryptedPanel;
    return { served: [...view.served.map((one) => servedView(one, view.standing.inForce)), own] };
  }

  return router;
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

const KEPT_PASSPHRASE = 'keptPassphrase';

/** All settings but the number of an upload, which nobody types. */
function askedHere(fields: Certified['fields']): Certified['fields'] {
  return fields.filter(({ name }) => name !== 'certificateUpload');
}

/** Of these settings only the values of these fields. */
function only(settings: Settings, fields: Certified['fields']): Settings {
  return Object.fromEntries(
    Object.entries(settings).filter(([name]) => fields.some((field) => field.name === name)),
  );
}

/** What is wrong, at the controls that the page has: an upload that is not there is said where it is chosen. */
function errorsOf(outcome: ApplyOutcome): FieldErrors {
  if (outcome.kind !== 'invalid') return {};
  const { certificateUpload, ...errors } = outcome.errors;
  return certificateUpload === undefined ? errors : { certificate: certificateUpload, ...errors };
}

/** What was sent now; what was kept of the last attempt when nothing was. In base64. */
function materialOf(request: Request): { readonly parts: readonly string[]; readonly passphrase: Secret } {
  const text = fieldOf(request, TEXT_FIELD).trim();
  const sent = [...(request.uploads ?? []), Buffer.from(text)].filter((bytes) => bytes.length > 0);
  const typed = fieldOf(request, PASSPHRASE_FIELD);
  const parts =
    sent.length > 0 ? sent.map((bytes) => Buffer.from(bytes).toString('base64')) : keptParts(request);
  const passphrase = typed === '' && sent.length === 0 ? fieldOf(request, KEPT_PASSPHRASE) : typed;
  return { parts, passphrase: new Secret(passphrase) };
}

const keptSchema = z.array(z.string()).max(10);

function keptParts(request: Request): readonly string[] {
  const kept = fieldOf(request, UPLOAD_FIELD);
  if (kept === '') return [];
  try {
    return keptSchema.parse(JSON.parse(kept));
  } catch {
    throw new PanelError('bad-request');
  }
}

/** What the settings name, beside what is in force. */
function keptLocals({ standing }: CertificateView): Readonly<Record<string, unknown>> {
  const { report, inForce, trouble, refusals, advice, renewal } = standing;
  return {
    facts: factViews(report.facts),
    isInForce: report.facts !== null && report.facts.fingerprint === inForce?.fingerprint,
    trouble,
    refusal: Object.values(refusals).join(' '),
    advice: advice.map((sentence) => ({ sentence, lines: [], remedy: null, others: null })),
    renewal: renewal ?? '',
  };
}

function uploadLocals(errors: FieldErrors, kept: string): Readonly<Record<string, unknown>> {
  const passphrase = textField(
    {
      name: PASSPHRASE_FIELD,
      label: 'Passphrase',
      kind: 'password',
      autocomplete: 'off',
      help: 'Only when the key or the .p12 file has one. The key is kept without it.',
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
