import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Layout } from '../../core/layout.js';
import { neverStarted, type Daemons, type ProcessState } from '../../core/ports.js';
import type { Secret } from '../../core/secret.js';
import { PanelError, reasonOf } from '../../errors.js';
import type { Accounts } from '../accounts.js';
import { nullWhenMissing, removeFile, replaceFile } from '../atomic-file.js';
import { createCommands } from '../commands.js';
import type { Death } from '../deaths.js';
import { makeFolder } from '../folders.js';
import { printable } from '../printable.js';
import { redactLine } from '../redact-line.js';
import { commandLineOf } from '../processes.js';
import { replacedFiles } from '../running-process.js';
import { lineOf, parseEntries } from './journal-entry.js';
import { deathsIn, messages } from './unit-deaths.js';
import { viewUnit, type UnitView } from './unit.js';

/** Seconds that systemctl may take for a start (the unit waits until the daemon serves) or a stop. */
const patience = 60;
/** How long a death counts as recent, in milliseconds. */
const recently = 60_000;

/** What {@link createSystemdDaemons} works with. */
export interface SystemdDaemonsOptions {
  readonly layout: Pick<Layout, 'state'>;
  readonly accounts: Accounts;
  /** What must not be seen in a log line. */
  readonly secrets: () => Promise<readonly Secret[]>;
}

/**
 * The daemons as units of systemd, `ebox-jabber-NAME.service`, which the Debian package brings. That one is wanted is a
 * file below `wanted/` in the state folder: its unit begins only where that is, so that a boot brings back what was
 * wanted. For root; touches no other unit.
 */
export function createSystemdDaemons({ layout, accounts, secrets }: SystemdDaemonsOptions): Daemons {
  const commands = createCommands(accounts);
  const wantedFolder = join(layout.state, 'wanted');
  const root = { uid: 0, gid: 0 };
  const unitOf = (name: string): string => `ebox-jabber-${name}.service`;
  const markerOf = (name: string): string => join(wantedFolder, name);

  /** Asked of systemd each time: what one helper was told is lost with it. */
  async function mustHaveUnit(name: string): Promise<UnitView> {
    if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new Error(`not a name of a daemon: ${name}`);
    const view = await viewUnit(commands, unitOf(name));
    if (!view.isKnown) throw new PanelError('daemon-unknown');
    return view;
  }

  async function systemctl(...words: readonly string[]): Promise<void> {
    await commands.run(['systemctl', ...words], { seconds: patience });
  }

  /** When somebody last asked for it to run, in milliseconds since 1970; null when nobody wants it. */
  async function wantedSince(name: string): Promise<number | null> {
    const marker = await stat(markerOf(name)).catch(nullWhenMissing);
    return marker === null ? null : marker.mtimeMs;
  }

  /** Deaths since it was last asked to run, in this boot. */
  async function deathsOf(name: string, since: number): Promise<readonly Death[]> {
    const { stdout } = await commands.run([
      'journalctl',
      ...['--quiet', '--no-pager', '--boot', '--output=json', '--output-fields=MESSAGE,MESSAGE_ID'],
      `--since=@${Math.floor(since / 1000)}`,
      ...[`UNIT=${unitOf(name)}`, ...Object.values(messages).map((id) => `MESSAGE_ID=${id}`)],
    ]);
    return deathsIn(parseEntries(stdout)).filter(({ at }) => at >= since);
  }

  async function stateOf(name: string, view: UnitView): Promise<ProcessState> {
    const since = await wantedSince(name);
    const { stage, pid, seconds, restarts } = view;
    const isTroubled = restarts > 0 || ['auto-restart', 'failed'].includes(stage);
    const died = since !== null && isTroubled ? await deathsOf(name, since) : [];
    return {
      up: pid > 0,
      pid,
      wanted: since !== null,
      seconds,
      recentCrashes: died.filter(({ at }) => Date.now() - at < recently).length,
      lastEnd: died.at(-1)?.how ?? null,
      argv: await commandLineOf(pid),
    };
  }

  return {
    async declare(wanted) {
      await makeFolder(wantedFolder, { ...root, mode: 0o755 }, { ...root, mode: 0o755 });
      for (const { name } of wanted) await mustHaveUnit(name);
    },

    async start(name) {
      await mustHaveUnit(name);
      await replaceFile(markerOf(name), '', { ...root, mode: 0o644 });
      const failure = await systemctl('start', unitOf(name)).then(() => null, reasonOf);
      const { up, lastEnd } = await stateOf(name, await viewUnit(commands, unitOf(name)));
      if (up && failure === null) return;
      throw new PanelError('command-failed', {
        command: `Starting ${name}`,
        reason: `its process is gone (${lastEnd ?? failure ?? 'it never began'}).`,
      });
    },

    async stop(name) {
      await mustHaveUnit(name);
      await removeFile(markerOf(name)).catch(nullWhenMissing);
      await systemctl('stop', unitOf(name));
      // What died while it was stopping did what it was told to.
      await systemctl('reset-failed', unitOf(name)).catch(() => undefined);
    },

    async signal(name) {
      const { pid } = await mustHaveUnit(name);
      if (pid > 0) await systemctl('kill', '--signal=SIGHUP', '--kill-who=main', unitOf(name));
    },

    async state(name) {
      const view = await viewUnit(commands, unitOf(name));
      return view.isKnown ? stateOf(name, view) : neverStarted;
    },

    async replaced(name) {
      const { pid } = await mustHaveUnit(name);
      return pid > 0 ? replacedFiles(commands, accounts, pid) : [];
    },

    async lastLines(name, count) {
      await mustHaveUnit(name);
      const hidden = await secrets();
      const { stdout } = await commands.run([
        'journalctl',
        ...['--quiet', '--no-pager', '--output=json', '--output-fields=MESSAGE'],
        ...[`--lines=${count}`, `_SYSTEMD_UNIT=${unitOf(name)}`],
      ]);
      return parseEntries(stdout).map((entry) => printable(redactLine(lineOf(entry), hidden)));
    },
  };
}
