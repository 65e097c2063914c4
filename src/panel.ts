import type { Ports } from './core/layout.js';
import type { Frame, Module } from './core/module/index.js';
import type { Machine } from './core/ports.js';
import { choiceOf } from './core/draft.js';
import { watchedOf } from './core/pending-changes.js';
import { createRegistry, type Registry } from './core/registry.js';
import { createActs, type Acts } from './services/acts/index.js';
import { ActivityHistory } from './services/activity/activity-history.js';
import { ActivityWatch } from './services/activity/activity-watch.js';
import { measuresOf } from './services/activity/measures.js';
import { AuditTrail, thePanel } from './services/records/audit-trail.js';
import { LastSave } from './services/records/last-save.js';
import { CertificateRenewal } from './services/certificates/certificate-renewal.js';
import { CertificateSettings } from './services/certificates/certificate-settings.js';
import { ClientViews } from './services/findings/client-view.js';
import { BeforeSaves } from './services/saving/before-saves.js';
import { Consequences } from './services/saving/consequences.js';
import { DaemonHealing } from './services/daemons/daemon-healing.js';
import { DaemonHealth } from './services/daemons/daemon-health.js';
import { DaemonLogs } from './services/daemons/daemon-logs.js';
import { RestartTimes } from './services/daemons/restart-times.js';
import { DraftSettings } from './services/saving/draft-settings.js';
import { PanelExamination } from './services/findings/panel-examination.js';
import { MachineFindings } from './services/findings/machine-findings.js';
import { ModuleExamination } from './services/findings/module-examination.js';
import { ModuleNotices } from './services/findings/module-notices.js';
import { ModuleStates } from './services/enabling/module-states.js';
import { PanelStateKeeper } from './services/saving/panel-state.js';
import { SaveChanges } from './services/saving/save-changes.js';
import { SaveWord } from './services/saving/waiting/save-word.js';
import { WaitingSaves } from './services/saving/waiting/waiting-saves.js';
import { WaitingStore } from './services/saving/waiting/waiting-store.js';
import { frameOf } from './services/people/frame.js';
import { NameKeeping } from './services/people/name-keeping.js';
import { BlockedNames } from './services/people/renaming/blocked-names.js';
import { Renaming } from './services/people/renaming/renaming.js';
import { ServiceTending } from './services/daemons/service-tending.js';
import { SessionWatch } from './services/people/session-watch.js';
import { TakenBackNote } from './services/saving/taken-back-note.js';
import { Unapplied } from './services/saving/unapplied.js';
import type { AccountPart } from './core/people/account-part.js';
import { englishOnly } from './core/words/languages.js';
import type { Reader } from './core/words/reader.js';
import { say } from './core/words/sentence.js';
import { PeopleImports } from './services/people/import/people-imports.js';
import { Users } from './services/people/users.js';

/** Every service of the panel, made for one machine. */
export interface Panel {
  readonly registry: Registry;
  /** What the pages and commands of a module are offered. */
  readonly frameOf: (module: string) => Frame;
  readonly ports: Ports;
  readonly keeper: PanelStateKeeper;
  readonly draft: DraftSettings;
  readonly modules: ModuleStates;
  readonly save: SaveChanges;
  readonly waiting: WaitingSaves;
  readonly health: DaemonHealth;
  readonly healing: DaemonHealing;
  readonly notices: ModuleNotices;
  readonly findings: MachineFindings;
  readonly examination: PanelExamination;
  readonly clientViews: ClientViews;
  readonly ofModules: ModuleExamination;
  readonly users: Users;
  readonly sessionWatch: SessionWatch;
  readonly history: ActivityHistory;
  readonly activity: ActivityWatch;
  readonly lastSave: LastSave;
  readonly takenBackNote: TakenBackNote;
  readonly restartTimes: RestartTimes;
  readonly names: NameKeeping;
  readonly imports: PeopleImports;
  readonly renaming: Renaming;
  readonly tending: ServiceTending;
  readonly acts: Acts;
  readonly audit: AuditTrail;
  readonly beforeSaves: BeforeSaves;
  readonly consequences: Consequences;
  readonly logs: DaemonLogs;
  readonly certificates: CertificateSettings;
  readonly renewal: CertificateRenewal;
}

/**
 * Makes the services. Nothing is started or changed by it.
 * @param watchSeconds how long a save watches what it started, 10 in service
 * @param userReader the language of messages to users, as it is chosen now
 */
export async function createPanel(
  machine: Machine,
  declared: readonly Module[],
  watchSeconds: number,
  userReader = (): Reader => englishOnly.reader('en'),
): Promise<Panel> {
  const registry = createRegistry(declared);
  const keeper = await PanelStateKeeper.open(machine.store.document('state'), registry);
  const unapplied = new Unapplied();
  const draft = new DraftSettings(machine, registry, keeper, unapplied);
  const sessionWatch = new SessionWatch(machine, registry, keeper);
  const blocked = new BlockedNames(machine);
  const users = usersOf(machine, registry, keeper, { sessionWatch, blocked });
  const audit = new AuditTrail(machine);
  const kept = await openKept(machine, registry);
  const { restartTimes, history, lastSave, takenBackNote } = kept;
  const save = new SaveChanges({
    ...{ machine, registry, keeper, draft, unapplied, sessionWatch },
    ...{ restartTimes, audit, lastSave, takenBackNote, watchSeconds },
  });
  const waiting = await openWaiting({ machine, registry, keeper, draft, save, audit, userReader });
  const clientViews = new ClientViews(machine, registry, keeper);
  const ofModules = new ModuleExamination(machine, registry, keeper);
  const names = new NameKeeping(machine, registry, keeper, users);
  const renaming = new Renaming({ machine, users, names, sessionWatch, blocked, draft, audit });
  const certificates = new CertificateSettings({ machine, registry, draft });
  const modules = new ModuleStates({ machine, registry, keeper, save });
  const health = new DaemonHealth({ machine, registry, keeper, unapplied });
  const renewal = new CertificateRenewal({ machine, keeper, certificates, save, waiting, userReader });
  afterSaves({ save, clientViews, ofModules, audit, lastSave });
  const findings = new MachineFindings(machine);
  const { clock, log } = machine;
  const { ports } = machine.layout;
  const peopleParts = { users, draft, sessionWatch, names, renaming, blocked, clock, log, ports };
  const imports = await PeopleImports.open({ ...peopleParts, machine, audit });
  const parts = {
    ...{ registry, keeper, draft, audit, modules, save, waiting, health, certificates, renewal },
    ...{ users, sessionWatch, names, imports, renaming, blocked, ports },
  };
  const acts = createActs({ ...parts, machine, log, clock });
  const frames = (module: string): Frame => frameOf({ ...parts, acts, machine }, module);
  registry.modules.forEach((module) => module.attend(frames(module.id)));
  return {
    ...parts,
    ...kept,
    activity: new ActivityWatch({ machine, registry, keeper, sessionWatch, history }),
    acts,
    frameOf: frames,
    notices: new ModuleNotices(machine, registry, keeper),
    findings,
    ofModules,
    examination: new PanelExamination({ registry, health, save, renewal, findings, clientViews, ofModules }),
    healing: new DaemonHealing({ save, audit, log: machine.log }),
    clientViews,
    tending: new ServiceTending(machine, registry, keeper),
    beforeSaves: new BeforeSaves(machine, registry, keeper),
    consequences: new Consequences(machine, registry, keeper),
    logs: new DaemonLogs(machine, registry),
  };
}

/** The save that waits, as it is kept on disk. */
async function openWaiting(
  parts: Pick<Panel, 'registry' | 'keeper' | 'draft' | 'save' | 'audit'> & {
    readonly machine: Machine;
    readonly userReader: () => Reader;
  },
): Promise<WaitingSaves> {
  const { machine, registry } = parts;
  const document = machine.store.document('waiting-save');
  const store = await WaitingStore.open({ ...machine, registry, document });
  return new WaitingSaves({ ...parts, word: new SaveWord(parts), store });
}

/** What the panel keeps for its pages beside its state. */
async function openKept(
  { store, audit, clock, log }: Machine,
  registry: Registry,
): Promise<Pick<Panel, 'history' | 'lastSave' | 'takenBackNote' | 'restartTimes'>> {
  const names = measuresOf(registry).map(({ key }) => key);
  return {
    history: await ActivityHistory.open({ document: store.document('activity'), clock, log }, names),
    lastSave: await LastSave.open({ document: store.document('last-save'), audit, log }),
    takenBackNote: await TakenBackNote.open({ document: store.document('taken-back'), log }),
    restartTimes: await RestartTimes.open(store.document('restart-times'), log),
  };
}

/** The end of every save, and of its watch, is written down, and then it is looked what a client finds. */
function afterSaves({
  save,
  clientViews,
  ofModules,
  audit,
  lastSave,
}: Pick<Panel, 'save' | 'clientViews' | 'ofModules' | 'audit' | 'lastSave'>): void {
  save.subscribe((job) => {
    const { title, outcome, result, failure } = job;
    if (outcome === 'done') {
      ofModules.forget();
      void clientViews.lookAtAll();
      void audit.record(thePanel, result === '' ? { what: title } : { what: title, outcome: result });
    }
    if (outcome === 'failed')
      void audit.record(thePanel, {
        what: title,
        outcome: say`failed: ${{ step: failure?.step ?? '' }}`,
      });
  });
  save.onWatchEnded((takenBack) => {
    if (takenBack === null) void lastSave.watched();
    else if (takenBack.isRestored) void lastSave.takenBack();
    if (takenBack === null) return;
    ofModules.forget();
    void clientViews.lookAtAll();
  });
}

/** The users, with what is known of them beside the directory. */
function usersOf(
  machine: Machine,
  registry: Registry,
  keeper: PanelStateKeeper,
  { sessionWatch, blocked }: { readonly sessionWatch: SessionWatch; readonly blocked: BlockedNames },
): Users {
  const lately = {
    signIns: registry.modules.flatMap(({ account }) => account?.signIns?.(machine) ?? []),
    online: () => sessionWatch.online(),
  };
  return new Users(machine.directory, accountParts(registry, keeper), lately, blocked);
}

/** The sections of a user's page, one for each module that has accounts. */
function accountParts(registry: Registry, keeper: PanelStateKeeper): readonly AccountPart[] {
  return registry.modules.flatMap(({ id, account }) =>
    account === null
      ? []
      : [
          {
            module: id,
            section: account,
            enabled: () => choiceOf(keeper.state().saved, id).enabled,
            settings: () => choiceOf(keeper.state().saved, id).settings,
            watched: () => watchedOf(keeper.state(), id),
          },
        ],
  );
}
