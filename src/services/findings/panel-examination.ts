import { problem, warning, well, type Finding } from '../../core/finding.js';
import type { Registry } from '../../core/registry.js';
import { allOf, moment, passage, say, type Sentence } from '../../core/words/sentence.js';
import { troubleOf } from '../../errors.js';
import type { CertificateOutlook, CertificateRenewal } from '../certificates/certificate-renewal.js';
import type { DaemonHealth } from '../daemons/daemon-health.js';
import type { DaemonRow } from '../daemons/daemon-row.js';
import type { SaveChanges } from '../saving/save-changes.js';
import type { ClientViews } from './client-view.js';
import type { MachineFindings } from './machine-findings.js';
import type { ModuleExamination } from './module-examination.js';

/** What is needed to look. */
export interface PanelExaminationParts {
  readonly registry: Registry;
  readonly health: Pick<DaemonHealth, 'rows'>;
  readonly save: Pick<SaveChanges, 'drifted'>;
  readonly renewal: Pick<CertificateRenewal, 'outlooks'>;
  readonly findings: Pick<MachineFindings, 'all'>;
  readonly clientViews: Pick<ClientViews, 'last'>;
  readonly ofModules: Pick<ModuleExamination, 'last'>;
}

/** What the panel can find out by itself of what the doctor looks at, as findings. */
export class PanelExamination {
  readonly #parts: PanelExaminationParts;

  constructor(parts: PanelExaminationParts) {
    this.#parts = parts;
  }

  /** Looks at everything at once, at most about 2 s; what clients see, and what modules check, is what the last look found. Does not throw. */
  async all(): Promise<readonly Finding[]> {
    const { health, save, renewal, findings } = this.#parts;
    const all = await Promise.all([
      looked('daemons', async () => (await health.rows()).flatMap(ofDaemon)),
      looked('files', async () => ofFiles(await save.drifted())),
      looked('certificate', async () => (await renewal.outlooks()).flatMap(ofCertificate)),
      looked('machine', () => findings.all()),
    ]);
    return [...all.flat(), ...this.#ofClients(), ...this.#parts.ofModules.last()];
  }

  /** When the last look as a client was; null when there was none since the panel started. ISO 8601. */
  lookedAt(): string | null {
    const { registry, clientViews } = this.#parts;
    const times = registry.modules.flatMap(({ id }) => {
      const view = clientViews.last(id);
      return view === null || view.findings.length === 0 ? [] : [view.when];
    });
    return times.sort().at(-1) ?? null;
  }

  #ofClients(): readonly Finding[] {
    const { registry, clientViews } = this.#parts;
    return registry.modules
      .flatMap(({ id }) => clientViews.last(id)?.findings ?? [])
      .map(({ title, sentence, asPromised }) =>
        asPromised
          ? well('clients', say`${{ title }}: ${{ sentence }}`)
          : problem(
              'clients',
              say`${{ title }}: ${{ sentence }}.`,
              say`Look at the logs of the daemons, and at the settings.`,
            ),
      );
  }
}

async function looked(subject: string, look: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    return [warning(subject, say`This check failed: ${{ reason: troubleOf(error) }}.`, say`Try it again.`)];
  }
}

function ofDaemon({ name, title, state, detail, advice }: DaemonRow): readonly Finding[] {
  const seen = (what: Sentence): Sentence => say`${{ name }} (${{ title }}): ${{ detail: what }}`;
  switch (state) {
    case 'disabled':
      return [];
    case 'running':
      return [
        advice === ''
          ? well('daemons', seen(detail))
          : warning('daemons', seen(advice), say`Use the button on the home page.`),
      ];
    case 'outdated':
    case 'unmanaged':
      return [warning('daemons', seen(detail), say`Save the changes.`)];
    case 'stopped':
    case 'crashing':
    case 'not-answering':
      return [problem('daemons', seen(detail), say`Look at its log, then use the button on the home page.`)];
  }
}

function ofFiles(paths: readonly string[]): readonly Finding[] {
  return paths.length === 0
    ? [well('files', say`No file was changed by hand.`)]
    : [
        warning(
          'files',
          say`Changed by hand: ${{ files: allOf(paths) }}.`,
          say`Decide on the page Save Changes whether to keep or to overwrite it.`,
        ),
      ];
}

function ofCertificate({ validTo, notices }: CertificateOutlook): readonly Finding[] {
  if (notices.length > 0)
    return notices.map(({ isUrgent, sentence }) => {
      const judge = isUrgent ? problem : warning;
      return judge('certificate', passage(sentence), say`The page Certificates shows what to do.`);
    });
  return validTo === null
    ? []
    : [well('certificate', say`The certificate is valid until ${{ day: moment(validTo, 'day') }}.`)];
}
