import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { setTimeout as later } from 'node:timers/promises';
import { choiceOf } from '../../src/core/draft.js';
import type { Settings } from '../../src/core/settings.js';
import { modules } from '../../src/modules/index.js';
import { disconnectPanel } from '../../src/modules/jabber/index.js';
import { enabledPanel } from '../helpers/enabled-panel.js';
import { buildSaveProgram, startVictim } from './victim.js';
import { assertTrue, assertWhole, restart, whatIsWrong } from './whole.js';
import { expectLog } from '../helpers/log-rule.js';

/** How many saves are killed: DRILLS=100 for the full run. */
const kills = Number(process.env['DRILLS'] ?? 5);

before(buildSaveProgram);

/** Different enough from one to the next that every daemon is stopped or started at some time. */
const choices: readonly Settings[] = [
  { ssl: 'disabled', muc: true, otherServers: true },
  { ssl: 'optional', muc: false, otherServers: true, domain: 'one.lan' },
  { ssl: 'required', muc: true, otherServers: false },
  { ssl: 'required', muc: false, otherServers: false, domain: 'chat.lan' },
];

test('jabberd2 is what the saved settings say, at whatever moment the panel is killed', async (context) => {
  expectLog('panel', / info The panel was stopped during “Saving the changes”\. /);
  // A panel that was killed leaves its place at the router, and requests to the directory, to be found by those.
  expectLog('router', / tried to bind 'panel\.ebox\.invalid', but it's already bound$/);
  expectLog('slapd', / send_ldap_response: ber write failed$/);
  const { machine, panel: first } = await enabledPanel(context);
  let before = choiceOf(first.keeper.state().saved, 'jabber').settings;
  const outcomes = { old: 0, new: 0, saidSo: 0 };
  let longest = 2000;
  for (let kill = 0; kill < kills; kill += 1) {
    const settings = choices[kill % choices.length] ?? {};
    await disconnectPanel(machine);
    const victim = await startVictim(machine, { settings: { jabber: settings } });
    const began = performance.now();
    victim.begin();
    const moment = Math.random() * longest;
    await Promise.race([later(moment), victim.job]);
    victim.process.kill('SIGKILL');
    const job = await victim.job;
    if (job !== null) longest = performance.now() - began;

    const { panel, sentence } = await restart(machine, modules);
    const saved = choiceOf(panel.keeper.state().saved, 'jabber').settings;
    const isNew = Object.entries(settings).every(([name, value]) => saved[name] === value);
    const told = `killed after ${Math.round(moment)} ms of ${JSON.stringify(settings)}, ${sentence ?? 'nothing said'}`;
    await assertWhole(machine, panel);
    // Where nothing was to be changed, what was taken back is what was wanted.
    const wasSo = Object.entries(settings).every(([name, value]) => before[name] === value);
    if (!wasSo) assertTrue(sentence, isNew);
    before = saved;
    assert.deepEqual(await whatIsWrong(machine, panel), [], told);
    outcomes[isNew ? 'new' : 'old'] += 1;
    if (sentence !== null) outcomes.saidSo += 1;
  }
  context.diagnostic(`${kills} kills: ${JSON.stringify(outcomes)}`);
});
