import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { setTimeout as later } from 'node:timers/promises';
import { choiceOf } from '../../src/core/draft.js';
import type { Layout } from '../../src/core/layout.js';
import { modules } from '../../src/modules/index.js';
import { disconnectPanel } from '../../src/modules/jabber/index.js';
import type { JabberSettings } from '../../src/modules/jabber/settings.js';
import { holdersOf, sendSignal } from '../../src/system/processes.js';
import { enabledPanel } from '../helpers/enabled-panel.js';
import { expectFailedSave, expectLog } from '../helpers/log-rule.js';
import { assertWhole, restart, whatIsWrong } from './whole.js';

/** How many saves lose their supervisor: DRILLS=20 for a longer run. */
const kills = Number(process.env['DRILLS'] ?? 3);
/** A save takes about so long, in milliseconds. */
const saveTime = 3000;

/** One after the other: every daemon is stopped or started at some time. */
const choices: readonly Partial<JabberSettings>[] = [
  { ssl: 'optional', muc: true, otherServers: true },
  { muc: false, domain: 'one.lan' },
  { ssl: 'required', otherServers: false, domain: 'chat.lan' },
];

/** s6-svscan and every s6-supervise of a state folder, without the daemons. */
async function supervisors({ services }: Layout): Promise<readonly number[]> {
  const folders = (await readdir(services)).filter((name) => !name.startsWith('.'));
  const locks = [
    `${services}/.s6-svscan/lock`,
    ...folders.map((name) => `${services}/${name}/supervise/lock`),
  ];
  return (await Promise.all(locks.map((lock) => holdersOf(lock).catch(() => [])))).flat();
}

test('a save whose supervisor is killed says truly what came of it, and the next start mends the rest', async (context) => {
  const enabled = await enabledPanel(context);
  const { machine } = enabled;
  expectFailedSave();
  // Where the supervisor could not even take back, the next start does, and says so.
  expectLog('panel', / info The panel was stopped during “Saving the changes”\. /);
  // Without its s6-supervise a daemon is told to end by the panel itself, and what the others lose meanwhile they say.
  for (const { name } of modules.flatMap(({ daemons }) => daemons)) {
    expectLog(
      name,
      / ebox-jabber: killed by signal \d+$/,
      /error: Connection refused \(111\)$/,
      / reconnect$/,
    );
  }
  const outcomes: Record<string, number> = {};
  for (let kill = 0; kill < kills; kill += 1) {
    const settings = choices[kill % choices.length] ?? {};
    const saving = enabled.save(settings);
    const moment = Math.random() * saveTime;
    await Promise.race([later(moment), saving]);
    const killed = await supervisors(machine.layout);
    for (const pid of killed) sendSignal(pid, 'SIGKILL');
    const job = await saving;
    outcomes[job.outcome] = (outcomes[job.outcome] ?? 0) + 1;

    await disconnectPanel(machine);
    const { panel } = await restart(machine, modules);
    const saved = choiceOf(panel.keeper.state().saved, 'jabber').settings;
    const told = `${killed.length} killed after ${Math.round(moment)} ms: ${JSON.stringify(job)}`;
    const isNew = Object.entries(settings).every(([name, value]) => saved[name] === value);
    assert.equal(isNew, job.outcome === 'done', told);
    await assertWhole(machine, panel);
    assert.deepEqual(await whatIsWrong(machine, panel), [], told);
  }
  context.diagnostic(`${kills} kills: ${JSON.stringify(outcomes)}`);
});
