import { choiceOf } from '../../core/draft.js';
import type { Daemon, Module } from '../../core/module/index.js';
import { isBroughtAnew } from '../../core/outdated.js';
import type { Machine, ProcessState } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import { PAGE_SECONDS, within } from '../../core/within.js';
import { reasonOf } from '../../errors.js';
import type { PanelStateKeeper } from '../saving/panel-state.js';
import type { Unapplied } from '../saving/unapplied.js';

/** Deaths within a minute from which on a daemon is not called running, whatever it answers in between. */
const LOOP = 2;

/** How many of the files that an upgrade replaced are named. */
const SHOWN_FILES = 3;

/**
 * What a daemon really does: `running` means that it answered just now as a client would ask, `outdated` that an earlier
 * version of the panel set it up, and this one cannot ask it until the next save.
 */
export type DaemonStatus =
  'running' | 'stopped' | 'crashing' | 'not-answering' | 'outdated' | 'unmanaged' | 'disabled';

/** One daemon on the home page. */
export interface DaemonRow {
  readonly name: string;
  readonly title: string;
  /** The module's title. */
  readonly module: string;
  readonly state: DaemonStatus;
  /** A sentence: since when, why not, or how it ended. */
  readonly detail: string;
  /** What should be done about it although it serves, as a sentence, or ''. */
  readonly advice: string;
  /** Deaths within the last minute that nobody asked for. */
  readonly crashes: number;
  readonly can: 'start' | 'restart' | null;
}

/** Asks every daemon what it does. */
export class DaemonHealth {
  readonly #machine: Machine;
  readonly #registry: Registry;
  readonly #keeper: PanelStateKeeper;
  readonly #unapplied: Pick<Unapplied, 'concerns'>;

  constructor(
    machine: Machine,
    registry: Registry,
    keeper: PanelStateKeeper,
    unapplied: Pick<Unapplied, 'concerns'>,
  ) {
    this.#unapplied = unapplied;
    this.#machine = machine;
    this.#registry = registry;
    this.#keeper = keeper;
  }

  /** Asks all daemons at once; takes as long as the slowest, at most about 2 s. */
  rows(): Promise<readonly DaemonRow[]> {
    return Promise.all(
      this.#registry.modules.flatMap((module) => module.daemons.map((daemon) => this.#row(module, daemon))),
    );
  }

  /** Whether a new version of the panel brought it, and no save has set it up yet. */
  async #isNew({ files }: Module, daemon: Daemon): Promise<boolean> {
    const live = await this.#machine.configuration.live().catch(() => []);
    return isBroughtAnew(daemon.name, files, live);
  }

  /** What runs on is well, whether or not somebody can tell what it runs. */
  async #replaced(daemon: string): Promise<string> {
    const files = await this.#machine.daemons.replaced(daemon).catch(() => []);
    if (files.length === 0) return '';
    const more = files.length > SHOWN_FILES ? ` and ${files.length - SHOWN_FILES} more` : '';
    return `It still runs what an upgrade has replaced since its start: ${files.slice(0, SHOWN_FILES).join(', ')}${more}. Restart it to use what is installed now.`;
  }

  async #row(module: Module, daemon: Daemon): Promise<DaemonRow> {
    const { enabled, settings } = choiceOf(this.#keeper.state().saved, module.id);
    const wanted = enabled && daemon.wanted(settings);
    const base = { name: daemon.name, title: daemon.title, module: module.title, advice: '' };
    let process: ProcessState;
    try {
      process = await this.#machine.daemons.state(daemon.name);
    } catch (error) {
      return {
        ...base,
        state: 'stopped',
        detail: `The supervisor does not answer: ${reasonOf(error)}`,
        crashes: 0,
        can: wanted ? 'start' : null,
      };
    }
    const crashes = process.recentCrashes;
    if (!wanted) {
      if (process.up)
        return {
          ...base,
          state: 'unmanaged',
          detail: enabled
            ? 'It runs, though the settings do not want it. Saving stops it.'
            : 'It runs, though its module is not enabled. Enable and disable the module, or end it with "npm run stop".',
          crashes,
          can: null,
        };
      const detail = enabled ? 'The present settings do not need it.' : 'Its module is not enabled.';
      return { ...base, state: 'disabled', detail, crashes: 0, can: null };
    }
    if (crashes >= LOOP) {
      return {
        ...base,
        state: 'crashing',
        detail: `It ${process.lastEnd ?? 'ended'}, and is started again and again.`,
        crashes,
        can: 'restart',
      };
    }
    if (!process.up && (await this.#isNew(module, daemon))) return { ...base, ...ADDED, crashes };
    if (!process.up) {
      return {
        ...base,
        state: 'stopped',
        detail: process.lastEnd === null ? 'It does not run.' : `It ${process.lastEnd}.`,
        crashes,
        can: 'start',
      };
    }
    try {
      await within(PAGE_SECONDS, daemon.answers(this.#machine, settings));
      return {
        ...base,
        state: 'running',
        detail: `It answers. Up for ${duration(process.seconds)}.`,
        advice: await this.#replaced(daemon.name),
        crashes,
        can: 'restart',
      };
    } catch (error) {
      if (this.#unapplied.concerns(daemon.name)) return { ...base, ...OUTDATED, crashes };
      return {
        ...base,
        state: 'not-answering',
        detail: `The process is there, but ${reasonOf(error)}`,
        crashes,
        can: 'restart',
      };
    }
  }
}

const ADDED = {
  state: 'outdated',
  detail: 'A new version of the panel brought it. Save Changes sets it up and starts it.',
  can: null,
} as const;

const OUTDATED = {
  state: 'outdated',
  detail:
    'It runs as an earlier version of the panel set it up, so this one cannot tell whether it serves. Save Changes sets it up anew.',
  can: 'restart',
} as const;

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d`;
}
