import type { Sentence } from '../words/sentence.js';
import type { Machine } from '../ports.js';
import type { FieldErrors, Settings, SettingsForm } from '../settings.js';
import type { AccountSection } from './account.js';
import { parsedActivity, type ActivityControl } from './activity.js';
import { parsedAnswer, type ServiceAnswer } from './answer.js';
import type { Question, WantedChange, Warning, WatchedValue } from './advice.js';
import { parsedBeforeSave, type BeforeSaveLook } from './before-save.js';
import { parsedCertificate, type CertificateControl } from './certificate.js';
import type { ModuleCommands } from './commands.js';
import { parsedDaemon, type Daemon } from './daemon.js';
import type { ModuleDeclaration } from './declaration.js';
import { parsedDoctor, type ModuleDoctor } from './doctor.js';
import { parsedStep, type EnableStep, type Offer } from './enabling.js';
import { renderFile, type DeclaredFile, type Inspector, type PlannedFile } from './files.js';
import type { Ground, PackageDeclaration } from './ground.js';
import type { Frame } from './frame.js';
import { parsedNames, type NameControl } from './names.js';
import type { Chapter } from './manual.js';
import type { ModulePages } from './pages.js';
import { parsedPreparation, type PreparationDeclaration } from './preparation.js';
import { parsedProbe, type Probe } from './probe.js';
import { recordsOf, type Neighbour, type ServiceRecord } from './records.js';
import type { RowNote } from './row-notes.js';
import { parsedSessions, type SessionControl } from './sessions.js';
import { parsedZones, type ZoneControl } from './zones.js';

/**
 * A module as services and pages see it: the declaration with its types closed over. Every function parses the
 * settings that it is given, so that nothing unchecked reaches a file.
 */
export interface Module extends Ground {
  readonly title: Sentence;
  readonly summary: Sentence;
  readonly dependsOn: readonly string[];
  readonly appliesAtOnce: boolean;
  readonly page: ModuleDeclaration<Settings, unknown>['page'];
  readonly packages: readonly PackageDeclaration[];
  readonly settings: SettingsForm<Settings>;
  readonly enableSteps: readonly EnableStep<Settings>[];
  offer(machine: Machine): Promise<Offer<Settings> | null>;
  readonly preparations: readonly PreparationDeclaration<Settings>[];
  /** Path and reason of each file or family, for the consent page and the allow-list. */
  readonly files: readonly DeclaredFile[];
  readonly daemons: readonly Daemon[];
  readonly manual: readonly Chapter[];
  readonly pages: ModulePages;
  readonly commands: ModuleCommands | null;
  readonly account: AccountSection | null;
  readonly sessions: SessionControl<Settings> | null;
  readonly activity: ActivityControl<Settings> | null;
  readonly answer: ServiceAnswer<Settings> | null;
  readonly names: NameControl<Settings> | null;
  readonly certificate: CertificateControl<Settings> | null;
  readonly zones: ZoneControl<Settings> | null;
  readonly doctor: Required<ModuleDoctor<Settings>>;
  /** What is shown on the page of a row of a table. */
  rowNotes(
    machine: Machine,
    settings: Settings,
    neighbours: readonly Neighbour[],
    row: { readonly field: string; readonly id: string },
  ): Promise<readonly RowNote[]>;
  /**
   * Gathers the facts and renders every file of the module.
   * @param neighbours the other modules that are on
   */
  render(
    machine: Machine,
    settings: Settings,
    neighbours: readonly Neighbour[],
  ): Promise<readonly PlannedFile[]>;
  /** Null where the module's daemons have no checker of their own. */
  readonly inspect: Inspector | null;
  readonly probes: readonly Probe[];
  records(machine: Machine, settings: Settings): Promise<readonly ServiceRecord[]>;
  warnings(machine: Machine, settings: Settings): Promise<readonly Warning[]>;
  refusals(machine: Machine, settings: Settings): Promise<FieldErrors>;
  watched(machine: Machine, settings: Settings): Promise<readonly WatchedValue[]>;
  readonly beforeSave: BeforeSaveLook<Settings>;
  hosts(settings: Settings): readonly string[];
  notices(machine: Machine, settings: Settings): Promise<readonly Sentence[]>;
  question(machine: Machine, change: WantedChange<Settings>): Promise<Question | null>;
  tend(machine: Machine, settings: Settings): Promise<void>;
  attend(frame: Frame): void;
  stepUp(before: Settings, after: Settings): Sentence | null;
}

/** Turns a declaration into what the rest of the panel uses. No side effects. */
export function defineModule<S extends Settings, F>(declaration: ModuleDeclaration<S, F>): Module {
  const parse = (settings: Settings): S => declaration.settings.schema.parse(settings);
  const { id, title, summary, dependsOn, appliesAtOnce, page, settings: form, files } = declaration;
  return {
    ...{ id, title, summary, dependsOn, appliesAtOnce, page, settings: form, files },
    accounts: declaration.accounts ?? [],
    packages: declaration.packages,
    ports: declaration.ports ?? [],
    chosenPorts: declaration.chosenPorts ?? [],
    folders: declaration.folders ?? [],
    panelSecrets: declaration.panelSecrets ?? [],
    directory: declaration.directory ?? null,
    distribution: declaration.distribution ?? null,
    enableSteps: declaration.enableSteps.map((step) => parsedStep(step, parse)),
    offer: async (machine) => (await declaration.offer?.(machine)) ?? null,
    preparations: declaration.preparations.map((preparation) => parsedPreparation(preparation, parse)),
    daemons: declaration.daemons.map((daemon) => parsedDaemon(daemon, parse)),
    manual: declaration.manual ?? [],
    pages: declaration.pages ?? { menu: [], declare: () => [] },
    commands: declaration.commands ?? null,
    account: declaration.account ?? null,
    sessions: parsedSessions(declaration.sessions, parse),
    activity: parsedActivity(declaration.activity, parse),
    answer: parsedAnswer(declaration.answer, parse),
    names: parsedNames(declaration.names, parse),
    certificate: parsedCertificate(declaration.certificate, parse),
    zones: parsedZones(declaration.zones, parse),
    doctor: parsedDoctor(declaration.doctor, parse),
    async rowNotes(machine, settings, neighbours, { field, id: rowId }) {
      if (declaration.rowNotes === undefined) return [];
      const records = await recordsOf(machine, neighbours);
      return declaration.rowNotes({ machine, settings: parse(settings), records }, field, rowId);
    },
    async render(machine, given, neighbours) {
      const settings = parse(given);
      const records = await recordsOf(machine, neighbours);
      const facts = await declaration.gather({ machine, settings, records });
      const rendered = files.map((file) => renderFile(file, { settings, facts, machine }));
      return (await Promise.all(rendered)).flat();
    },
    inspect: declaration.inspect ?? null,
    probes: declaration.probes.map((probe) => parsedProbe(probe, parse)),
    records: async (machine, settings) => (await declaration.records?.(machine, parse(settings))) ?? [],
    warnings: async (machine, settings) => (await declaration.warnings?.(machine, parse(settings))) ?? [],
    refusals: async (machine, settings) => (await declaration.refusals?.(machine, parse(settings))) ?? {},
    watched: async (machine, settings) => (await declaration.watched?.(machine, parse(settings))) ?? [],
    beforeSave: parsedBeforeSave(declaration.beforeSave, parse),
    hosts: (settings) => declaration.hosts?.(parse(settings)) ?? [],
    notices: async (machine, settings) => (await declaration.notices?.(machine, parse(settings))) ?? [],
    tend: async (machine, settings) => declaration.tend?.(machine, parse(settings)),
    attend: (frame) => declaration.attend?.(frame),
    question: async (machine, { inUse, draft, wanted }) =>
      (await declaration.question?.(machine, {
        inUse: inUse === null ? null : parse(inUse),
        draft: parse(draft),
        wanted: parse(wanted),
      })) ?? null,
    stepUp: (before, after) => declaration.stepUp?.(parse(before), parse(after)) ?? null,
  };
}
