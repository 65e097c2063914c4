import type { CertificateFacts, CertificateReport, CertificateSource } from './certificate.js';
import type { AttributeChange, DirectoryEntry } from './directory.js';
import type { Account, Layout, Ports } from './layout.js';
import type {
  DaemonCommand,
  Directory,
  Machine,
  PeerCertificate,
  RenderedFile,
  TextFormat,
} from './ports.js';
import type { Field } from './fields/field.js';
import type { FieldErrors, Settings, SettingsForm } from './settings.js';

/** What a module's functions are told: the settings that are to be applied, and what was found on the machine. */
export interface Situation<S, F> {
  readonly settings: S;
  /** Gathered once a save; see {@link ModuleDeclaration.gather}. */
  readonly facts: F;
  readonly machine: Machine;
}

/** One thing that enabling a module does. The consent page shows exactly these, then they are run in this order. */
export interface EnableStep<S> {
  /** What is done, as the administrator would say it. */
  readonly what: string;
  readonly why: string;
  /**
   * Whether there is anything to do on this machine; without it there always is. What is not needed is neither shown nor
   * done.
   */
  needed?(machine: Machine): Promise<boolean>;
  /** True for what is only done when the module's {@link Offer} is accepted. */
  readonly isOffered?: boolean;
  /** Leaves things as they are where they are right already. */
  run(machine: Machine, settings: S): Promise<void>;
  /** Takes back what `run` did, when a later step fails; it may have been done in part. */
  undo(machine: Machine): Promise<void>;
}

/**
 * What is on the machine already and can be taken over when the module is enabled for the first time. Accepting it puts
 * its settings into the draft and carries out the steps that are offered.
 */
export interface Offer<S> {
  readonly title: string;
  /** What was found. */
  readonly found: readonly { readonly label: string; readonly value: string }[];
  /** What taking it over does and does not do, in sentences. */
  readonly notes: readonly string[];
  /** The label of the box to tick; null when it cannot be taken over, which the notes explain. */
  readonly accept: string | null;
  readonly settings: Partial<S>;
}

/** A file that the module keeps: what may be written is what stands here. */
export interface FileDeclaration<S, F> {
  /** Relative to the live configuration, e.g. `jabberd2/c2s.xml`. */
  readonly path: string;
  readonly why: string;
  readonly readableBy: Account;
  readonly executable?: boolean;
  /** Names of the daemons that read it. None for what the panel itself reads. */
  readonly readBy: readonly string[];
  /** What the daemons need to take a new version. `reload` is a SIGHUP. */
  readonly takes: 'restart' | 'reload';
  /** A template below `templates/` with its values, or a text as it is; null when these settings want no such file. */
  content(situation: Situation<S, F>): FileContent | null | Promise<FileContent | null>;
}

export type FileContent =
  | {
      readonly template: string;
      readonly format: TextFormat;
      readonly values: Readonly<Record<string, unknown>>;
    }
  | { readonly text: string };

/** A TCP port that a daemon listens on. */
export interface DaemonPort {
  readonly port: number;
  /** Whom it is open to. */
  readonly openTo: 'network' | 'machine';
}

/**
 * Whether a daemon whose process runs must be started again, since a part of it has ended that it does not start anew by
 * itself. Slowness of another daemon is `unknown`, never a reason.
 */
export type Standing = 'well' | 'must-restart' | 'unknown';

/** A daemon of the module. Declared in the order of starting; stopping goes the other way. */
export interface DaemonDeclaration<S> {
  readonly name: string;
  /** As people would call it: "Client connections". */
  readonly title: string;
  /** How it is run. May depend on the machine's layout, never on a setting. */
  command(machine: Pick<Machine, 'layout'>): Omit<DaemonCommand, 'name'>;
  /** Whether these settings need it. */
  wanted(settings: S): boolean;
  /** The TCP ports that it listens on with these settings: nobody else may have them when it starts. */
  ports?(layout: Layout, settings: S): readonly DaemonPort[];
  /** Asks it as a client would, within 3 s; throws with the reason when it does not serve. */
  answers(machine: Machine, settings: S): Promise<void>;
  /**
   * Looks for a part that ended alone, within 10 s; cheap, since it is asked every few seconds. Throws when it cannot be
   * told, which counts as `unknown`. Without it the process is all there is.
   */
  standing?(machine: Machine, settings: S): Promise<Standing>;
  /** Daemons whose restart this one does not survive: it is restarted with them. */
  readonly restartsWith?: readonly string[];
  /** True when it takes seconds to stop, and nothing that is started needs it gone: the others are started meanwhile. */
  readonly stopsSlowly?: boolean;
  /** What these last lines of its log mean, and what to do about it, in sentences; null when they say nothing known. */
  explains?(lines: readonly string[]): string | null;
  /** Whom a restart disturbs, in a sentence, for the administrator who is about to save. */
  readonly disturbs: string;
  /** True when a restart ends every chat session. */
  readonly disconnectsEverybody: boolean;
}

/** Something that a client must now see, proved after a save and whenever it is asked for. */
export interface ProbeDeclaration<S, F> {
  readonly name: string;
  /** The setting beside which the result is shown, or `''`. */
  readonly setting: string;
  readonly title: string;
  /** What was seen, as a sentence. Throws with a sentence when it is not what the settings say. */
  look(situation: Situation<S, F>): Promise<string>;
}

/** Work that the settings need before files are rendered (a certificate for a new domain, a copy of the storage). */
export interface PreparationDeclaration<S> {
  readonly what: string;
  /** `before` is null when the module was never saved as enabled. */
  needed(machine: Machine, settings: S, before: S | null): Promise<boolean>;
  run(machine: Machine, settings: S, before: S | null): Promise<void>;
}

/** Advice about settings that are allowed: shown beside the form, never a refusal. */
export interface Warning {
  /** The setting it is about, or `''`. */
  readonly setting: string;
  readonly sentence: string;
  /** Lines to copy, e.g. DNS records. */
  readonly lines: readonly string[];
  /** Further lines that few need: shown folded. */
  readonly others?: { readonly summary: string; readonly lines: readonly string[] };
}

/** A value that the files show but that lives outside the settings, such as the administrators in the directory. */
export interface WatchedValue {
  readonly name: string;
  readonly label: string;
  /** As people read it; two equal texts mean "no change". */
  readonly value: string;
}

/** The section that a module adds to a user's page. */
export interface AccountSection {
  readonly title: string;
  readonly fields: readonly Field[];
  /** Sentences below the title. `enabled` tells whether the module is. */
  notes(enabled: boolean): readonly string[];
  /** Why a user of this name cannot have an account, or null. */
  cannotHave(userName: string): string | null;
  /** What a new user gets. */
  initial(settings: Settings): Settings;
  /** What the entry says now. */
  read(entry: DirectoryEntry): Settings;
  check(values: Settings): FieldErrors;
  /** The changes that make the entry say `values`. */
  changes(entry: DirectoryEntry, values: Settings): readonly AttributeChange[];
  /** Attributes (with objectClass values) of a new entry, merged into those of the user. */
  attributes(userName: string, values: Settings): Readonly<Record<string, readonly string[]>>;
  /** Attributes that {@link read} needs. */
  readonly reads: readonly string[];
  /** What the user types into a client with these settings of the module; null when this account lets nobody in. */
  clientCard?(userName: string, values: Settings, settings: Settings, ports: Ports): ClientCard | null;
  /**
   * Why this change asks for the administrator's password again, as a sentence; null when it need not.
   * @param before null for a new user
   * @param after what the form says, not checked yet; null when the user is deleted
   * @param hasNewPassword whether the form gives the user another password
   */
  danger?(before: Settings | null, after: Settings | null, hasNewPassword: boolean): string | null;
  /**
   * What nobody has any more once this user has lost it (the last administrator's rights), as a sentence, or null.
   * @param after null when the user is deleted
   */
  lastLost?(
    directory: Directory,
    userName: string,
    before: Settings,
    after: Settings | null,
  ): Promise<string | null>;
  /** What becomes of what a user has there when the user is deleted, in sentences. */
  whenDeleted?(userName: string): readonly string[];
}

/** How somebody connects a client: the fields with exactly what is to be typed, one way after the other. */
export interface ClientCard {
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  readonly ways: readonly {
    readonly title: string;
    readonly fields: readonly { readonly label: string; readonly value: string }[];
  }[];
  readonly notes: readonly string[];
}

/** One connection of a person, such as a chat session. */
export interface ConnectedSession {
  /** The full JID: names this session only. */
  readonly jid: string;
  readonly userName: string;
}

/** Who is connected to a module's service, and how their sessions are ended. */
export interface SessionControl<S> {
  /** Everybody who is connected now, as the service itself says. Throws when it cannot be asked. */
  sessions(machine: Machine, settings: S): Promise<readonly ConnectedSession[]>;
  /** Ends sessions; nothing that belongs to their users is lost. Returns how many it ended. */
  end(machine: Machine, settings: S, sessions: readonly ConnectedSession[]): Promise<number>;
  /** The attributes that {@link connectsAs} needs. */
  readonly reads: readonly string[];
  /** The name under which the owner of this entry may be connected, which is a value of its `uid`; null: none. */
  readonly connectsAs: (entry: DirectoryEntry) => string | null;
}

/** What a module's service keeps for a name beside the directory. */
export interface KeptForName {
  /** What only the owner of the name has, as people would say it: "3 contacts". */
  readonly own: readonly string[];
  /** What others use too, such as a chat room, and the name has rights in. */
  readonly places: readonly KeptPlace[];
}

/** A place with rights of a name. */
export interface KeptPlace {
  readonly id: string;
  /** "the room tea@conference.example.org" */
  readonly title: string;
  /** True when the rights stay for as long as the place is there. */
  readonly isOwned: boolean;
}

/** The names that a module's service knows by itself, with what it keeps for each. */
export interface NameControl<S> {
  /** Makes the service know a name, so that nothing that is sent to it is lost. One that it knows is left alone. */
  welcome(machine: Machine, settings: S, userName: string): Promise<void>;
  /** What is kept for a name, whether the service runs or not. */
  kept(machine: Machine, settings: S, userName: string): Promise<KeptForName>;
  /**
   * Deletes what only this name has, and takes away its rights in places; those in `ended` end. Only for a user who is
   * deleted, or added anew, on purpose.
   * @throws Error with the reason when not all of it was done
   */
  forget(machine: Machine, settings: S, userName: string, places: ForgottenPlaces): Promise<void>;
}

/** What {@link NameControl.forget} does with places. */
export interface ForgottenPlaces {
  readonly left: readonly string[];
  readonly ended: readonly string[];
}

/** What a port shows whoever connects. */
export interface ServedCertificate {
  /** "Clients, with STARTTLS (port 5222)". */
  readonly where: string;
  /** Null when none is shown. */
  readonly certificate: PeerCertificate | null;
  /** Why none is shown, as a sentence, or `''`. */
  readonly reason: string;
  /** True when one should be shown and is not. */
  readonly isAmiss: boolean;
}

/** How things stand with a module's certificate. */
export interface CertificateStanding {
  /** What the live files show; null when there is none. */
  readonly inForce: CertificateFacts | null;
  /** What became of the live file since it was written, as a sentence with what to do; `''` when it is well. */
  readonly trouble: string;
  /** What the settings name. */
  readonly report: CertificateReport;
  /** Setting → why the service would be impossible with it. Empty when it can be put into force. */
  readonly refusals: FieldErrors;
  /** What is only unwise, in sentences. */
  readonly advice: readonly string[];
  /** What the panel makes by itself at the next quiet time or what somebody renewed, as a sentence; null when nothing. */
  readonly renewal: string | null;
}

/** A module's certificate: where it comes from, what is served, and how it is renewed. */
export interface CertificateControl<S> {
  /** The names of the settings that are about it. */
  readonly settings: readonly string[];
  source(settings: S): CertificateSource;
  /** These settings with an uploaded certificate in force. */
  withUpload(settings: S, id: string): S;
  /** `HH:MM`, local time: when a renewed one may be put into force. */
  quietTime(settings: S): string;
  look(machine: Machine, settings: S): Promise<CertificateStanding>;
  /** What clients and other servers are shown now. */
  served(machine: Machine, settings: S): Promise<readonly ServedCertificate[]>;
  /** Whom putting a new one into force disturbs, in a sentence. */
  readonly disturbs: string;
  /** Makes a new one, where the panel signs it itself; does nothing otherwise. */
  makeAnew(machine: Machine, settings: S): Promise<void>;
  /** Tells everybody who is connected. Throws when the service cannot be asked. */
  announce(machine: Machine, settings: S, sentence: string): Promise<void>;
}

/** A question that must be answered on a page of its own before the new settings go to the draft. */
export interface Question {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly accept: string;
}

/**
 * The one declaration of a module. Consent page, allow-list, renderer, restarter and proof all read this same object,
 * so that what is shown and what is done cannot drift apart.
 * @typeParam S the settings
 * @typeParam F the facts that rendering needs beside the settings
 */
export interface ModuleDeclaration<S extends Settings, F> {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly dependsOn: readonly string[];
  /** True for a module whose being enabled is applied at once, not at the next save (the directory). */
  readonly appliesAtOnce: boolean;
  /** The path of its settings page and its menu label; null when it has none. */
  readonly page: { readonly path: string; readonly label: string; readonly intro: string } | null;
  readonly settings: SettingsForm<S>;
  readonly enableSteps: readonly EnableStep<S>[];
  /** Looks for what can be taken over; null when there is nothing. */
  offer?(machine: Machine): Promise<Offer<S> | null>;
  readonly preparations: readonly PreparationDeclaration<S>[];
  /** Reads what rendering needs: secrets, certificate, administrators. Runs once a save, before anything is changed. */
  gather(machine: Machine, settings: S): Promise<F>;
  readonly files: readonly FileDeclaration<S, F>[];
  readonly daemons: readonly DaemonDeclaration<S>[];
  readonly probes: readonly ProbeDeclaration<S, F>[];
  warnings?(machine: Machine, settings: S): Promise<readonly Warning[]>;
  /** Setting → why these settings cannot be put into force on this machine as it is now; looked at before every save. */
  refusals?(machine: Machine, settings: S): Promise<FieldErrors>;
  watched?(machine: Machine, settings: S): Promise<readonly WatchedValue[]>;
  /** The host names, as the DNS writes them, that lead people to this machine. */
  hosts?(settings: S): readonly string[];
  /** What an administrator should know now, in sentences for the home page. Asked at every look at it. */
  notices?(machine: Machine, settings: S): Promise<readonly string[]>;
  /** Asked when the form would change `before` (in use) to `after`. */
  question?(before: S, after: S): Question | null;
  /** Why changing the draft so asks for the administrator's password again, as a sentence; null when it need not. */
  danger?(before: S, after: S): string | null;
  /** What the running service needs done for it every few seconds; does nothing where all is right. */
  tend?(machine: Machine, settings: S): Promise<void>;
  readonly account?: AccountSection;
  readonly sessions?: SessionControl<S>;
  readonly names?: NameControl<S>;
  readonly certificate?: CertificateControl<S>;
}

/** A rendered file with what the plan needs to know about it. */
export interface PlannedFile extends RenderedFile {
  readonly readBy: readonly string[];
  readonly takes: 'restart' | 'reload';
}

/** A daemon as the rest of the panel sees it: settings filled in. */
export interface Daemon {
  readonly name: string;
  readonly title: string;
  readonly restartsWith: readonly string[];
  readonly stopsSlowly: boolean;
  readonly disturbs: string;
  readonly disconnectsEverybody: boolean;
  command(machine: Pick<Machine, 'layout'>): DaemonCommand;
  wanted(settings: Settings): boolean;
  ports(layout: Layout, settings: Settings): readonly DaemonPort[];
  answers(machine: Machine, settings: Settings): Promise<void>;
  /** Null of a daemon that has no part that could end alone. Does not throw. */
  readonly standing: ((machine: Machine, settings: Settings) => Promise<Standing>) | null;
  explains(lines: readonly string[]): string | null;
}

/**
 * A module as services and pages see it: the declaration with its types closed over. Every function parses the
 * settings that it is given, so that nothing unchecked reaches a file.
 */
export interface Module {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly dependsOn: readonly string[];
  readonly appliesAtOnce: boolean;
  readonly page: ModuleDeclaration<Settings, unknown>['page'];
  readonly settings: SettingsForm<Settings>;
  readonly enableSteps: readonly EnableStep<Settings>[];
  offer(machine: Machine): Promise<Offer<Settings> | null>;
  readonly preparations: readonly PreparationDeclaration<Settings>[];
  /** Path and reason of each file, for the consent page and the allow-list. */
  readonly files: readonly Pick<
    FileDeclaration<never, never>,
    'path' | 'why' | 'readBy' | 'takes' | 'readableBy' | 'executable'
  >[];
  readonly daemons: readonly Daemon[];
  readonly account: AccountSection | null;
  readonly sessions: SessionControl<Settings> | null;
  readonly names: NameControl<Settings> | null;
  readonly certificate: CertificateControl<Settings> | null;
  /** Gathers the facts and renders every file of the module. */
  render(machine: Machine, settings: Settings): Promise<readonly PlannedFile[]>;
  readonly probes: readonly Probe[];
  warnings(machine: Machine, settings: Settings): Promise<readonly Warning[]>;
  refusals(machine: Machine, settings: Settings): Promise<FieldErrors>;
  watched(machine: Machine, settings: Settings): Promise<readonly WatchedValue[]>;
  hosts(settings: Settings): readonly string[];
  notices(machine: Machine, settings: Settings): Promise<readonly string[]>;
  question(before: Settings, after: Settings): Question | null;
  tend(machine: Machine, settings: Settings): Promise<void>;
  danger(before: Settings, after: Settings): string | null;
}

/** A probe as services see it. */
export interface Probe {
  readonly name: string;
  readonly setting: string;
  readonly title: string;
  look(machine: Machine, settings: Settings): Promise<string>;
}

/** Turns a declaration into what the rest of the panel uses. No side effects. */
export function defineModule<S extends Settings, F>(declaration: ModuleDeclaration<S, F>): Module {
  const parse = (settings: Settings): S => declaration.settings.schema.parse(settings);
  const parseBefore = (before: Settings | null): S | null => (before === null ? null : parse(before));
  const situationOf = async (machine: Machine, settings: Settings): Promise<Situation<S, F>> => {
    const parsed = parse(settings);
    return { settings: parsed, facts: await declaration.gather(machine, parsed), machine };
  };
  return {
    id: declaration.id,
    title: declaration.title,
    summary: declaration.summary,
    dependsOn: declaration.dependsOn,
    appliesAtOnce: declaration.appliesAtOnce,
    page: declaration.page,
    settings: declaration.settings,
    enableSteps: declaration.enableSteps.map((step) => ({
      what: step.what,
      why: step.why,
      needed: async (machine) => (await step.needed?.(machine)) ?? true,
      isOffered: step.isOffered ?? false,
      run: (machine, settings) => step.run(machine, parse(settings)),
      undo: (machine) => step.undo(machine),
    })),
    offer: async (machine) => (await declaration.offer?.(machine)) ?? null,
    preparations: declaration.preparations.map((preparation) => ({
      what: preparation.what,
      needed: (machine, settings, before) =>
        preparation.needed(machine, parse(settings), parseBefore(before)),
      run: (machine, settings, before) => preparation.run(machine, parse(settings), parseBefore(before)),
    })),
    files: declaration.files,
    daemons: declaration.daemons.map((daemon) => ({
      name: daemon.name,
      title: daemon.title,
      restartsWith: daemon.restartsWith ?? [],
      stopsSlowly: daemon.stopsSlowly ?? false,
      disturbs: daemon.disturbs,
      disconnectsEverybody: daemon.disconnectsEverybody,
      command: (machine) => ({ name: daemon.name, ...daemon.command(machine) }),
      wanted: (settings) => daemon.wanted(parse(settings)),
      ports: (layout, settings) => daemon.ports?.(layout, parse(settings)) ?? [],
      answers: (machine, settings) => daemon.answers(machine, parse(settings)),
      standing: standingOf(daemon, parse),
      explains: (lines) => daemon.explains?.(lines) ?? null,
    })),
    account: declaration.account ?? null,
    sessions: sessionControl(declaration, parse),
    names: nameControl(declaration, parse),
    certificate: certificateControl(declaration, parse),
    async render(machine, settings) {
      const situation = await situationOf(machine, settings);
      const rendered = await Promise.all(
        declaration.files.map(async (file): Promise<readonly PlannedFile[]> => {
          const content = await file.content(situation);
          if (content === null) return [];
          return [
            {
              path: file.path,
              content:
                'text' in content
                  ? content.text
                  : await machine.renderer.render(content.template, content.format, content.values),
              readableBy: file.readableBy,
              executable: file.executable ?? false,
              readBy: file.readBy,
              takes: file.takes,
            },
          ];
        }),
      );
      return rendered.flat();
    },
    probes: declaration.probes.map((probe) => ({
      name: probe.name,
      setting: probe.setting,
      title: probe.title,
      look: async (machine, settings) => probe.look(await situationOf(machine, settings)),
    })),
    warnings: async (machine, settings) => (await declaration.warnings?.(machine, parse(settings))) ?? [],
    refusals: async (machine, settings) => (await declaration.refusals?.(machine, parse(settings))) ?? {},
    watched: async (machine, settings) => (await declaration.watched?.(machine, parse(settings))) ?? [],
    hosts: (settings) => declaration.hosts?.(parse(settings)) ?? [],
    notices: async (machine, settings) => (await declaration.notices?.(machine, parse(settings))) ?? [],
    tend: async (machine, settings) => {
      await declaration.tend?.(machine, parse(settings));
    },
    question: (before, after) => declaration.question?.(parse(before), parse(after)) ?? null,
    danger: (before, after) => declaration.danger?.(parse(before), parse(after)) ?? null,
  };
}

function standingOf<S extends Settings>(
  daemon: DaemonDeclaration<S>,
  parse: (settings: Settings) => S,
): Daemon['standing'] {
  if (daemon.standing === undefined) return null;
  return async (machine, settings) => {
    try {
      return (await daemon.standing?.(machine, parse(settings))) ?? 'unknown';
    } catch {
      return 'unknown';
    }
  };
}

function sessionControl<S extends Settings, F>(
  { sessions }: ModuleDeclaration<S, F>,
  parse: (settings: Settings) => S,
): SessionControl<Settings> | null {
  if (sessions === undefined) return null;
  return {
    reads: sessions.reads,
    sessions: (machine, settings) => sessions.sessions(machine, parse(settings)),
    end: (machine, settings, which) => sessions.end(machine, parse(settings), which),
    connectsAs: (entry) => sessions.connectsAs(entry),
  };
}

function nameControl<S extends Settings, F>(
  { names }: ModuleDeclaration<S, F>,
  parse: (settings: Settings) => S,
): NameControl<Settings> | null {
  if (names === undefined) return null;
  return {
    welcome: (machine, settings, userName) => names.welcome(machine, parse(settings), userName),
    kept: (machine, settings, userName) => names.kept(machine, parse(settings), userName),
    forget: (machine, settings, userName, places) => names.forget(machine, parse(settings), userName, places),
  };
}

function certificateControl<S extends Settings, F>(
  { certificate }: ModuleDeclaration<S, F>,
  parse: (settings: Settings) => S,
): CertificateControl<Settings> | null {
  if (certificate === undefined) return null;
  return {
    settings: certificate.settings,
    disturbs: certificate.disturbs,
    source: (settings) => certificate.source(parse(settings)),
    withUpload: (settings, id) => certificate.withUpload(parse(settings), id),
    quietTime: (settings) => certificate.quietTime(parse(settings)),
    look: (machine, settings) => certificate.look(machine, parse(settings)),
    served: (machine, settings) => certificate.served(machine, parse(settings)),
    makeAnew: (machine, settings) => certificate.makeAnew(machine, parse(settings)),
    announce: (machine, settings, sentence) => certificate.announce(machine, parse(settings), sentence),
  };
}
