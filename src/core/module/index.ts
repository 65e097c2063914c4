export type { BeforeSave } from './before-save.js';
export type { AccountSection, CardField, ClientCard, ClientProgram, QrCode } from './account.js';
export type { ActivityControl, Counted, CountDeclaration } from './activity.js';
export type { PasswordRule } from '../password.js';
export type { Answer, Question, WantedChange, Warning, WatchedValue } from './advice.js';
export type { ServiceAnswer, StandingFact } from './answer.js';
export type { CertificateControl, CertificateStanding, ServedCertificate } from './certificate.js';
export type { ModuleCommands } from './commands.js';
export { unprivileged, type Confinement, type Serving } from './confinement.js';
export type { Daemon, DaemonDeclaration, DaemonPort, LogPeer, Standing } from './daemon.js';
export type { ModuleDeclaration } from './declaration.js';
export type { DirectoryDeclaration } from './directory.js';
export type { DistributionDeclaration, InitScriptDeclaration } from './distribution.js';
export type { DoctorCheck, Examined, ModuleDoctor, Rival } from './doctor.js';
export type { EnableStep, Offer } from './enabling.js';
export {
  covers,
  declarationOf,
  plannedFile,
  type DeclaredFile,
  type FileContent,
  type FileDeclaration,
  type FileFamily,
  type PlannedFile,
  type SingleFile,
} from './files.js';
export type { FolderDeclaration } from './folder.js';
export type { Frame } from './frame.js';
export type {
  AccountDeclaration,
  ChosenPortDeclaration,
  Ground,
  PackageDeclaration,
  PortsDeclaration,
} from './ground.js';
export type { Chapter, ChapterPart } from './manual.js';
export { defineModule, type Module } from './module.js';
export type {
  ForgottenPlaces,
  KeptForName,
  KeptPlace,
  NameChange,
  NameControl,
  NameRecord,
  ReadRecords,
  RecordQuestion,
  RenamePreview,
} from './names.js';
export {
  servicesHeading,
  type ChoiceHelp,
  type Finder,
  type FoundThings,
  type LastStep,
  type MenuHeading,
  type MenuItem,
  type ModulePages,
  type SettingsPage,
} from './pages.js';
export type { PreparationDeclaration } from './preparation.js';
export type { Probe, ProbeDeclaration } from './probe.js';
export { recordsOf, type ModuleRecords, type Neighbour, type ServiceRecord } from './records.js';
export type { ConnectedSession, SessionControl } from './sessions.js';
export type { RowNote } from './row-notes.js';
export type { Asked, Situation } from './situation.js';
export type { ZoneControl } from './zones.js';
