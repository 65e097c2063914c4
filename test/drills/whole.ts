import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { isTemporary } from '../../src/system/atomic-file.js';
import { removeUnfinished } from '../../src/system/folders.js';
import type { Module } from '../../src/core/module/index.js';
import type { Machine } from '../../src/core/ports.js';
import type { Settings } from '../../src/core/settings.js';
import { reasonOf } from '../../src/errors.js';
import { jabber } from '../../src/modules/jabber/index.js';
import { createPanel, type Panel } from '../../src/panel.js';
import type { SupervisedMachine } from '../../src/system/machine.js';
import { pathsBelow } from '../helpers/paths-below.js';

/** What a start of the panel found. */
export interface Restart {
  readonly panel: Panel;
  /** What it says of an interrupted save. */
  readonly sentence: string | null;
}

/** Starts a panel's services anew on the machine, as `main.ts` does. */
export async function restart(
  machine: SupervisedMachine,
  modules: readonly Module[],
  watchSeconds = 0,
): Promise<Restart> {
  await removeUnfinished(machine.layout.state, 3);
  const panel = await createPanel(machine, modules, watchSeconds);
  return { panel, sentence: await panel.save.recover() };
}

/**
 * That the machine is whole: what is live is what the saved state says, as the panel wrote it, nothing is left open
 * and nothing lies about.
 */
export async function assertWhole({ configuration, layout, store }: Machine, panel: Panel): Promise<void> {
  const { generation } = panel.keeper.state();
  assert.equal(await configuration.liveNumber(), generation, 'the live generation is the saved one');
  assert.deepEqual(
    (await configuration.live()).filter(({ changedByHand }) => changedByHand),
    [],
  );
  assert.equal(await store.document('journal').read(), null);
  const kept = (await readdir(layout.configuration)).filter((name) => name !== 'current');
  assert.deepEqual(kept, [`gen-${generation}`]);
  const lying = (await pathsBelow(layout.state)).filter((path) =>
    path.split('/').some((name) => isTemporary(name) || name === '.growing'),
  );
  assert.deepEqual(lying, []);
  assert.deepEqual(JSON.parse(await readFile(`${layout.panel}/state.json`, 'utf8')), panel.keeper.state());
}

/** That what the panel said after an interrupted save is what is the case. */
export function assertTrue(sentence: string | null, isNew: boolean): void {
  if (sentence === null) return;
  assert.match(sentence, /^The panel ended in the middle of "Saving the changes"\./);
  assert.match(sentence, isNew ? /it is complete/ : /are back\. What is not in force is still pending\./);
}

/** What a client, or the supervisor, sees that is not what these settings say. */
export async function whatIsWrong(machine: Machine, settings: Settings): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const daemon of jabber.daemons) {
    const { up } = await machine.daemons.state(daemon.name);
    if (up !== daemon.wanted(settings)) wrong.push(`${daemon.name} is ${up ? 'up' : 'down'}`);
  }
  for (const probe of jabber.probes) {
    await probe.look(machine, settings, []).catch((error: unknown) => wrong.push(reasonOf(error)));
  }
  return wrong;
}
