import type {
  CertificateControl,
  CertificateStanding,
  Module,
  ServedCertificate,
} from '../../core/module/index.js';
import type { Field } from '../../core/fields/field.js';
import type { Machine, PeerCertificate } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import type { Settings } from '../../core/settings.js';
import { moment, say, type Sentence } from '../../core/words/sentence.js';
import { PanelError } from '../../errors.js';
import type { DraftSettings } from '../saving/draft-settings.js';

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

/** What is needed to look at certificates. */
export interface CertificateSettingsParts {
  readonly machine: Machine;
  readonly registry: Registry;
  readonly draft: Pick<DraftSettings, 'view'>;
}

/** The modules with a certificate, and how things stand with each. */
export class CertificateSettings {
  readonly #machine: Machine;
  readonly #registry: Registry;
  readonly #draft: Pick<DraftSettings, 'view'>;

  constructor({ machine, registry, draft }: CertificateSettingsParts) {
    this.#machine = machine;
    this.#registry = registry;
    this.#draft = draft;
  }

  /** The modules that have a certificate each, in their order. */
  all(): readonly Certified[] {
    return this.#registry.modules.flatMap((module) => {
      const { certificate: control } = module;
      if (control === null) return [];
      const fields = module.settings.fields.filter(({ name }) => control.settings.includes(name));
      return [{ module, control, fields }];
    });
  }

  /** That of a module. Throws `module-unknown` where it has none. */
  of(id: string): Certified {
    const certified = this.all().find(({ module }) => module.id === id);
    if (certified === undefined) throw new PanelError('module-unknown');
    return certified;
  }

  /** Everything that the page shows, as it is at this moment; at most about 5 s. Throws `module-unknown`. */
  async view(id: string): Promise<CertificateView> {
    const { module, control } = this.of(id);
    const { settings, saved, enabled, version } = await this.#draft.view(module.id);
    const [standing, served] = await Promise.all([
      control.look(this.#machine, settings),
      enabled ? control.served(this.#machine, saved) : [],
    ]);
    return { settings, saved, enabled, version, standing, served };
  }

  /** An uploaded certificate as people know it: what it is for, and until when; null where it cannot be read. */
  async uploadName(id: string): Promise<Sentence | null> {
    const { facts } = await this.#machine.certificates.examine({ kind: 'uploaded', id }, []);
    if (facts === null) return null;
    const name = facts.names[0] ?? facts.subject;
    return say`${{ name }}, valid until ${{ day: moment(facts.validTo, 'day') }}`;
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
}
