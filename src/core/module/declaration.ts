import type { ActivityControl } from './activity.js';
import type { ServiceAnswer } from './answer.js';
import type { Sentence } from '../words/sentence.js';
import type { Machine } from '../ports.js';
import type { FieldErrors, Settings, SettingsForm } from '../settings.js';
import type { AccountSection } from './account.js';
import type { Question, WantedChange, Warning, WatchedValue } from './advice.js';
import type { BeforeSaveLook } from './before-save.js';
import type { CertificateControl } from './certificate.js';
import type { ModuleCommands } from './commands.js';
import type { DaemonDeclaration } from './daemon.js';
import type { DirectoryDeclaration } from './directory.js';
import type { DistributionDeclaration } from './distribution.js';
import type { ModuleDoctor } from './doctor.js';
import type { EnableStep, Offer } from './enabling.js';
import type { FileDeclaration, Inspector } from './files.js';
import type { FolderDeclaration } from './folder.js';
import type {
  AccountDeclaration,
  ChosenPortDeclaration,
  PackageDeclaration,
  PortsDeclaration,
} from './ground.js';
import type { Chapter } from './manual.js';
import type { Frame } from './frame.js';
import type { NameControl } from './names.js';
import type { ModulePages, SettingsPage } from './pages.js';
import type { PreparationDeclaration } from './preparation.js';
import type { ProbeDeclaration } from './probe.js';
import type { ServiceRecord } from './records.js';
import type { Asked } from './situation.js';
import type { SessionControl } from './sessions.js';
import type { RowNote } from './row-notes.js';
import type { ZoneControl } from './zones.js';

/**
 * The one declaration of a module. Consent page, allow-list, renderer, restarter and proof all read this same object,
 * so that what is shown and what is done cannot drift apart.
 * @typeParam S the settings
 * @typeParam F the facts that rendering needs beside the settings
 */
export interface ModuleDeclaration<S extends Settings, F> {
  readonly id: string;
  readonly title: Sentence;
  readonly summary: Sentence;
  readonly dependsOn: readonly string[];
  /** True for a module whose being enabled is applied at once, not at the next save (the directory). */
  readonly appliesAtOnce: boolean;
  /** Null when it has no settings page. */
  readonly page: SettingsPage | null;
  /** Whose daemons its are, beside the panel's own account. */
  readonly accounts?: readonly AccountDeclaration[];
  /** What must be installed for it. */
  readonly packages: readonly PackageDeclaration[];
  readonly ports?: readonly PortsDeclaration[];
  readonly chosenPorts?: readonly ChosenPortDeclaration[];
  readonly folders?: readonly FolderDeclaration[];
  readonly panelSecrets?: readonly string[];
  readonly directory?: DirectoryDeclaration;
  /** What the operating system runs of its daemons, which the panel takes off its hands. */
  readonly distribution?: DistributionDeclaration;
  readonly settings: SettingsForm<S>;
  readonly enableSteps: readonly EnableStep<S>[];
  /** Looks for what can be taken over; null when there is nothing. */
  offer?(machine: Machine): Promise<Offer<S> | null>;
  readonly preparations: readonly PreparationDeclaration<S>[];
  /** Reads what rendering needs: secrets, certificate, administrators. Runs once a save, before anything is changed. */
  gather(asked: Asked<S>): Promise<F>;
  readonly files: readonly FileDeclaration<S, F>[];
  readonly daemons: readonly DaemonDeclaration<S>[];
  readonly probes: readonly ProbeDeclaration<S>[];
  /** The records that lead people to the service, for a DNS that this panel or somebody else keeps. */
  records?(machine: Machine, settings: S): Promise<readonly ServiceRecord[]>;
  /**
   * Looks at the files as they would be live, with the daemon's own checker, before they are. Throws with a sentence that
   * says what it refuses.
   */
  inspect?: Inspector;
  warnings?(machine: Machine, settings: S): Promise<readonly Warning[]>;
  /** Setting → why these settings cannot become active on this machine as it is now; looked at before every save. */
  refusals?(machine: Machine, settings: S): Promise<FieldErrors>;
  watched?(machine: Machine, settings: S): Promise<readonly WatchedValue[]>;
  /**
   * Whom a save should be announced to, because it changes what they have to type; null when nobody.
   */
  readonly beforeSave?: BeforeSaveLook<S>;
  /** The host names, as the DNS writes them, that lead people to this machine. */
  hosts?(settings: S): readonly string[];
  /** What an administrator should know now, in sentences for the home page. Asked at every look at it. */
  notices?(machine: Machine, settings: S): Promise<readonly Sentence[]>;
  /** What is asked before the settings that somebody sent go to the draft; null for nothing. */
  question?(machine: Machine, change: WantedChange<S>): Promise<Question | null>;
  /** Why changing the draft so asks for the administrator's password again, null when it need not. */
  stepUp?(before: S, after: S): Sentence | null;
  /** What the running service needs done for it every few seconds; does nothing where all is right. */
  tend?(machine: Machine, settings: S): Promise<void>;
  /** Called once for each panel, on or off: here a module begins to listen to its service. Starts and changes nothing. */
  attend?(frame: Frame): void;
  /** Its chapters of the manual, in their order. */
  readonly manual?: readonly Chapter[];
  /** Its pages beside the one of its settings. */
  readonly pages?: ModulePages;
  /** Its commands in the shell. */
  readonly commands?: ModuleCommands;
  readonly account?: AccountSection;
  readonly sessions?: SessionControl<S>;
  readonly activity?: ActivityControl<S>;
  readonly answer?: ServiceAnswer<S>;
  readonly names?: NameControl<S>;
  readonly certificate?: CertificateControl<S>;
  readonly zones?: ZoneControl<S>;
  /** What `eboxctl doctor` looks at when the module is on. */
  readonly doctor?: ModuleDoctor<S>;
  /** What is shown on the page of a row of a table. @param field the table's name */
  rowNotes?(asked: Asked<S>, field: string, rowId: string): readonly RowNote[];
}
