import { wordsOf, type CertificateProblem, type CertificateUpload } from '../../core/certificate.js';
import { choiceOf } from '../../core/draft.js';
import type {
  CertificateControl,
  CertificateStanding,
  Module,
  ServedCertificate,
} from '../../core/module/index.js';
import type { Field } from '../../core/fields/field.js';
import type { Machine, PeerCertificate } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import { check, type FieldErrors, type Settings } from '../../core/settings.js';
import { PanelError } from '../../errors.js';
import type { Actor } from '../../core/act.js';
import type { AuditTrail } from '../records/audit-trail.js';
import { applyAudited } from '../saving/audited-settings.js';
import type { ApplyOutcome, DraftSettings } from '../saving/draft-settings.js';
import type { PanelStateKeeper } from '../saving/panel-state.js';

/** The module whose certificate this is. */
export interface Certified {
  readonly module: Module;
  readonly control: CertificateControl<Settings>;
  /** How the settings about it are asked for. */
  readonly fields: readonly Field[];
}

/** What the page about the certificate shows. */
export interface CertificateView {
  /** The draft's values of the module, all of them. */
  readonly settings: Settings;
  readonly saved: Settings;
  /** Whether the module is on in the saved state. */
  readonly enabled: boolean;
  /** To be carried by the form, so that a change by somebody else is noticed. */
  readonly version: number;
  /** How things stand with what the draft names. */
  readonly standing: CertificateStanding;
  /** What is shown now; empty when the module is off. */
  readonly served: readonly ServedCertificate[];
}

/** Where a browser reaches the panel; `serverName` is `''` where it is asked for by its address. */
export interface PanelAddress {
  readonly host: string;
  readonly port: number;
  readonly serverName: string;
}

/** Who changes the draft, and the version that the form was read at. */
export interface CertificateChange {
  readonly version: number;
  readonly actor: Actor;
}

/** What is needed to choose a certificate. */
export interface CertificateSettingsParts {
  readonly machine: Machine;
  readonly registry: Registry;
  readonly keeper: PanelStateKeeper;
  readonly draft: DraftSettings;
  readonly audit: AuditTrail;
}

/** The most that an upload may be in all, in bytes: with its passphrase it is one request to the helper. */
const LARGEST_UPLOAD = 44_000;

/** The certificate in the draft: looked at before it goes there. */
export class CertificateSettings {
  readonly #machine: Machine;
  readonly #registry: Registry;
  readonly #keeper: PanelStateKeeper;
  readonly #draft: DraftSettings;
  readonly #audit: AuditTrail;

  constructor({ machine, registry, keeper, draft, audit }: CertificateSettingsParts) {
    this.#machine = machine;
    this.#registry = registry;
    this.#keeper = keeper;
    this.#draft = draft;
    this.#audit = audit;
  }

  /** The module that has a certificate; null when none does. */
  certified(): Certified | null {
    for (const module of this.#registry.modules) {
      const { certificate: control } = module;
      if (control === null) continue;
      const fields = module.settings.fields.filter(({ name }) => control.settings.includes(name));
      return { module, control, fields };
    }
    return null;
  }

  #mustBeCertified(): Certified {
    const certified = this.certified();
    if (certified === null) throw new PanelError('module-unknown');
    return certified;
  }

  /** Everything that the page shows, as it is at this moment; at most about 5 s. Throws `module-unknown`. */
  async view(): Promise<CertificateView> {
    const { module, control } = this.#mustBeCertified();
    const { settings, saved, enabled, version } = await this.#draft.view(module.id);
    const [standing, served] = await Promise.all([
      control.look(this.#machine, settings),
      enabled ? control.served(this.#machine, saved) : [],
    ]);
    return { settings, saved, enabled, version, standing, served };
  }

  /** What the panel itself shows a browser that opens it there; null when it does not answer. */
  async shownByPanel(address: PanelAddress): Promise<PeerCertificate | null> {
    try {
      const { connection, certificate } = await this.#machine.network.connectTls(address, 2);
      connection.close();
      return certificate;
    } catch {
      return null;
    }
  }

  /** Takes settings about the certificate into the draft, unless the service would be impossible with them. */
  async choose(values: Settings, change: CertificateChange): Promise<ApplyOutcome> {
    return this.#apply({ ...this.#draftNow(), ...values }, change);
  }

  /** Keeps what was uploaded, and names it in the draft, unless the service would be impossible with it. */
  async upload(upload: CertificateUpload, change: CertificateChange): Promise<ApplyOutcome> {
    const { control } = this.#mustBeCertified();
    if (upload.parts.every((part) => part.length === 0)) {
      const sentence = 'Choose the files of the certificate and of its private key, or paste their text.';
      return { kind: 'invalid', errors: { [UPLOAD_FIELD]: sentence } };
    }
    if (upload.parts.reduce((sum, part) => sum + part.length, 0) > LARGEST_UPLOAD) {
      const sentence = `This is larger than ${LARGEST_UPLOAD / 1000} KB, and a certificate with its chain and key is a few KB. Choose only these.`;
      return { kind: 'invalid', errors: { [UPLOAD_FIELD]: sentence } };
    }
    await this.#audit.prepare();
    const kept = await this.#machine.certificates.keep(upload);
    if (kept.kind === 'refused') return { kind: 'invalid', errors: uploadErrors(kept.problems) };
    const outcome = await this.#apply(control.withUpload(this.#draftNow(), kept.id), change);
    if (outcome.kind === 'invalid' && !this.#isNamed(kept.id)) {
      await this.#machine.certificates.forget(kept.id);
      return { kind: 'invalid', errors: { [UPLOAD_FIELD]: Object.values(outcome.errors).join(' ') } };
    }
    return outcome;
  }

  async #apply(values: Settings, { version, actor }: CertificateChange): Promise<ApplyOutcome> {
    const { module } = this.#mustBeCertified();
    const checked = check(module.settings.schema, values);
    if (!checked.ok) return { kind: 'invalid', errors: checked.errors };
    const refusals = await module.refusals(this.#machine, checked.value);
    if (Object.keys(refusals).length > 0) return { kind: 'invalid', errors: refusals };
    const request = { module: module.id, values, version, confirmed: true };
    return applyAudited({ draft: this.#draft, audit: this.#audit }, actor, request);
  }

  #draftNow(): Settings {
    return choiceOf(this.#keeper.state().draft, this.#mustBeCertified().module.id).settings;
  }

  /** Whether the draft or what is saved uses this upload. */
  #isNamed(id: string): boolean {
    const { module } = this.#mustBeCertified();
    const { draft, saved } = this.#keeper.state();
    return [draft, saved].some((choices) =>
      Object.values(choiceOf(choices, module.id).settings).includes(id),
    );
  }
}

/** The fields of the form for uploads. */
export const UPLOAD_FIELD = 'material';
export const PASSPHRASE_FIELD = 'passphrase';

/** A passphrase that is missing or wrong is said at its field, all else at the files. */
function uploadErrors(problems: readonly CertificateProblem[]): FieldErrors {
  const [first] = problems;
  if (first === undefined) return {};
  const isPassphrase = first.code === 'passphrase-missing' || first.code === 'passphrase-wrong';
  const all = new Set(problems.filter(({ code }) => code === first.code).map(wordsOf));
  return { [isPassphrase ? PASSPHRASE_FIELD : UPLOAD_FIELD]: [...all].join(' ') };
}
