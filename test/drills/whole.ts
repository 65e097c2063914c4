import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { isTemporary } from '../../src/system/atomic-file.js';
import { choiceOf, initialState } from '../../src/core/draft.js';
import { neighboursOf } from '../../src/core/neighbours.js';
import { removeUnfinished } from '../../src/system/folders.js';
import type { Module } from '../../src/core/module/index.js';
import type { Machine } from '../../src/core/ports.js';
import { reasonOf } from '../../src/errors.js';
import { createPanel, type Panel } from '../../src/panel.js';
import type { SupervisedMachine } from '../../src/system/machine.js';
import { eventually } from '../helpers/eventually.js';
import { pathsBelow } from '../helpers/paths-below.js';
import { said } from '../helpers/in-english.js';

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
  return { panel, sentence: said(await panel.save.recover(await panel.modules.recover())) || null };
}

/**
 * That the machine is whole: what is live is what the saved state says, as the panel wrote it, nothing is left open
 * and nothing lies about.
 */
export async function assertWhole({ configuration, layout, store }: Machine, panel: Panel): Promise<void> {
  const { generation } = panel.keeper.state();
  assert.equal(await configuration.liveNumber(), generation, 'the live generation is the saved one');
  assert.deepEqual(
    (await configuration.live()).filter(({ hasDrifted }) => hasDrifted),
    [],
  );
  assert.equal(await store.document('journal').read(), null);
  const kept = (await readdir(layout.configuration)).filter((name) => name !== 'current');
  assert.deepEqual(kept, generation === 0 ? [] : [`gen-${generation}`]);
  // What the panel keeps beside its state it may be writing at this moment.
  await eventually(async () => {
    const lying = (await pathsBelow(layout.state)).filter((path) =>
      path.split('/').some((name) => isTemporary(name) || name === '.growing'),
    );
    assert.deepEqual(lying, []);
  });
  const written = (await store.document('state').read()) ?? initialState(panel.registry);
  assert.deepEqual(written, panel.keeper.state());
}

/** That what the panel said after an interrupted save is what is the case. */
export function assertTrue(sentence: string | null, isNew: boolean): void {
  if (sentence === null) return;
  assert.match(sentence, /^The panel was stopped during “Saving the changes”\./);
  assert.match(
    sentence,
    isNew
      ? /All of its steps were done, and the service was tested: the save is complete\./
      : /were started\. The changes are still pending\./,
  );
}

/** What a client, or the supervisor, sees that is not what the saved settings of every module say. */
export async function whatIsWrong(
  machine: Machine,
  { registry, keeper }: Pick<Panel, 'registry' | 'keeper'>,
): Promise<readonly string[]> {
  const wrong: string[] = [];
  const { saved } = keeper.state();
  for (const module of registry.modules) {
    const { enabled, settings } = choiceOf(saved, module.id);
    for (const daemon of module.daemons) {
      const { up } = await machine.daemons.state(daemon.name);
      if (up !== (enabled && daemon.wanted(settings))) wrong.push(`${daemon.name} is ${up ? 'up' : 'down'}`);
    }
    for (const probe of enabled ? module.probes : []) {
      const looked = probe.look(machine, settings, neighboursOf(registry, saved, module.id));
      await looked.catch((error: unknown) => wrong.push(reasonOf(error)));
    }
  }
  return wrong;
}
