import type { CertificateFacts, CertificateReport, CertificateSource } from '../certificate.js';
import type { Machine, PeerCertificate } from '../ports.js';
import type { FieldErrors, Settings } from '../settings.js';
import type { Reader } from '../words/reader.js';
import type { Sentence } from '../words/sentence.js';

/** What a port shows to those who connect. */
export interface ServedCertificate {
  /** "Clients, with STARTTLS (port 5222)". */
  readonly where: Sentence;
  /** Null when none is shown. */
  readonly certificate: PeerCertificate | null;
  /** Why none is shown, or `''`. */
  readonly reason: Sentence | '';
  /** True when one should be shown and is not. */
  readonly isAmiss: boolean;
}

/** How things stand with a module's certificate. */
export interface CertificateStanding {
  /** What the live files show; null when there is none. */
  readonly active: CertificateFacts | null;
  /** What became of the live file since it was written, with what to do; `''` when it is well. */
  readonly trouble: Sentence | '';
  /** What the settings name. */
  readonly report: CertificateReport;
  /** Setting → why the service would be impossible with it. Empty when it can become active. */
  readonly refusals: FieldErrors;
  /** What is only unwise. */
  readonly advice: readonly Sentence[];
  /** What the panel itself makes at the next quiet time, or what was renewed outside it; null when nothing. */
  readonly renewal: Sentence | null;
}

/** A module's certificate: where it comes from, what is served, and how it is renewed. */
export interface CertificateControl<S> {
  /** The names of the settings that are about it. */
  readonly settings: readonly string[];
  /** What the service uses it for, as part of a sentence. */
  readonly usedFor: Sentence;
  /** The file of a generation with the chain and the key that are served. */
  readonly file: string;
  source(settings: S): CertificateSource;
  /** These settings with an uploaded certificate chosen. */
  withUpload(settings: S, id: string): S;
  /** `HH:MM`, local time: when a renewed one may become active. */
  quietTime(settings: S): string;
  look(machine: Machine, settings: S): Promise<CertificateStanding>;
  /** What clients and other servers are shown now. */
  served(machine: Machine, settings: S): Promise<readonly ServedCertificate[]>;
  /** Whom a new active certificate disturbs. */
  readonly disturbs: Sentence;
  /** Makes a new one, where the panel signs it itself; does nothing otherwise. */
  makeAnew(machine: Machine, settings: S): Promise<void>;
  /**
   * Tells every connected user that a new one becomes active in a minute. Throws when the service does not answer.
   * @param reader the language of messages to users
   */
  announce(machine: Machine, settings: S, reader: Reader): Promise<void>;
}

/** The same for any settings, refusing those that are none of the module's; null where the module has none. */
export function parsedCertificate<S extends Settings>(
  certificate: CertificateControl<S> | undefined,
  parse: (settings: Settings) => S,
): CertificateControl<Settings> | null {
  if (certificate === undefined) return null;
  return {
    settings: certificate.settings,
    usedFor: certificate.usedFor,
    file: certificate.file,
    disturbs: certificate.disturbs,
    source: (settings) => certificate.source(parse(settings)),
    withUpload: (settings, id) => certificate.withUpload(parse(settings), id),
    quietTime: (settings) => certificate.quietTime(parse(settings)),
    look: (machine, settings) => certificate.look(machine, parse(settings)),
    served: (machine, settings) => certificate.served(machine, parse(settings)),
    makeAnew: (machine, settings) => certificate.makeAnew(machine, parse(settings)),
    announce: (machine, settings, reader) => certificate.announce(machine, parse(settings), reader),
  };
}
