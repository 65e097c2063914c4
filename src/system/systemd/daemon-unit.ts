import type { Commands, ProcessState } from '../../core/ports.js';
import { say } from '../../core/words/sentence.js';
import { PanelError, troubleOf } from '../../errors.js';
import { goneBecause, type Death } from '../deaths.js';
import { commandLineOf } from '../processes.js';
import { lineOf, parseEntries, type JournalEntry } from './journal-entry.js';
import { deathsIn, messages } from './unit-deaths.js';
import { viewUnit, type UnitView } from './unit.js';
import type { Wanted } from './wanted.js';

/** Seconds that systemctl may take for a start (the unit waits until the daemon serves) or a stop. */
const patience = 60;
/** How long a death counts as recent, in milliseconds. */
const recently = 60_000;

/** The unit of one daemon, `ebox-jabber-NAME.service`. */
export class DaemonUnit {
  readonly #name: string;
  readonly #unit: string;
  readonly #wanted: Wanted;
  readonly #commands: Commands;

  constructor(name: string, wanted: Wanted, commands: Commands) {
    this.#name = name;
    this.#unit = `ebox-jabber-${name}.service`;
    this.#wanted = wanted;
    this.#commands = commands;
  }

  view(): Promise<UnitView> {
    return viewUnit(this.#commands, this.#unit);
  }

  async start(): Promise<void> {
    await this.#wanted.add(this.#name);
    const failure = await this.#systemctl('start', this.#unit).then(() => null, troubleOf);
    const { up, lastEnd } = await this.state(await this.view());
    if (up && failure === null) return;
    throw new PanelError('command-failed', {
      command: say`Starting ${{ daemon: this.#name }}`,
      reason: goneBecause(lastEnd ?? failure),
    });
  }

  async stop(): Promise<void> {
    await this.#wanted.remove(this.#name);
    await this.#systemctl('stop', this.#unit);
    // What died while it was stopping did what it was told to.
    await this.#systemctl('reset-failed', this.#unit).catch(() => undefined);
  }

  async hangUp(): Promise<void> {
    await this.#systemctl('kill', '--signal=SIGHUP', '--kill-who=main', this.#unit);
  }

  /** @param view of now */
  async state({ stage, pid, seconds, restarts }: UnitView): Promise<ProcessState> {
    const since = await this.#wanted.since(this.#name);
    const isTroubled = restarts > 0 || ['auto-restart', 'failed'].includes(stage);
    const died = since !== null && isTroubled ? await this.#deaths(since) : [];
    return {
      up: pid > 0,
      pid,
      wanted: since !== null,
      seconds,
      recentCrashes: died.filter(({ at }) => Date.now() - at < recently).length,
      crashes: died.length,
      lastEnd: died.at(-1)?.how ?? null,
      argv: await commandLineOf(pid),
    };
  }

  /** What its processes last wrote, oldest first, as it stands in the journal. */
  async lastLines(count: number): Promise<readonly string[]> {
    const entries = await this.#journal('MESSAGE', `--lines=${count}`, `_SYSTEMD_UNIT=${this.#unit}`);
    return entries.map(lineOf);
  }

  /** Deaths since it was last asked to run, in this boot. */
  async #deaths(since: number): Promise<readonly Death[]> {
    const entries = await this.#journal(
      'MESSAGE,MESSAGE_ID',
      ...['--boot', `--since=@${Math.floor(since / 1000)}`],
      ...[`UNIT=${this.#unit}`, ...Object.values(messages).map((id) => `MESSAGE_ID=${id}`)],
    );
    return deathsIn(entries).filter(({ at }) => at >= since);
  }

  async #journal(fields: string, ...words: readonly string[]): Promise<readonly JournalEntry[]> {
    const form = ['--quiet', '--no-pager', '--output=json', `--output-fields=${fields}`];
    const { stdout } = await this.#commands.run(['journalctl', ...form, ...words]);
    return parseEntries(stdout);
  }

  async #systemctl(...words: readonly string[]): Promise<void> {
    await this.#commands.run(['systemctl', ...words], { seconds: patience });
  }
}
