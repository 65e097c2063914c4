import assert from 'node:assert/strict';
import { before, test, type TestContext } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { choiceOf } from '../../src/core/draft.js';
import type { Settings } from '../../src/core/settings.js';
import { modules } from '../../src/modules/index.js';
import { disconnectPanel } from '../../src/modules/jabber/index.js';
import type { Panel } from '../../src/panel.js';
import type { SupervisedMachine } from '../../src/system/machine.js';
import { enabledPanel, finishedSave } from '../helpers/enabled-panel.js';
import { expectLog } from '../helpers/log-rule.js';
import { temporaryMachine } from '../helpers/machine.js';
import { buildSaveProgram, startVictim } from './victim.js';
import { assertTrue, assertWhole, restart, whatIsWrong } from './whole.js';
import { said } from '../helpers/in-english.js';

/** With DRILLS set every call is hit, otherwise one of some. */
const isFull = process.env['DRILLS'] !== undefined;
const calls = isFull ? ['rename', 'symlink', 'mkdir', 'unlink', 'fsync', 'write'] : ['rename', 'symlink'];

before(buildSaveProgram);

/** The settings of DNS and Jabber that the Nth save brings: each time another zone, and other records of Jabber's in it. */
function choices(number: number): Readonly<Record<'dns' | 'jabber', Settings>> {
  const host = { id: 'h1', name: 'printer', addresses: [`10.0.0.${(number % 250) + 1}`], aliases: [] };
  const tables = { nameServers: [], mailExchangers: [], services: [], texts: [] };
  const domain = { id: 'd1', name: 'chat.lan', addresses: ['10.0.0.1'], hosts: [host], ...tables };
  return { dns: { domains: [domain] }, jabber: { otherServers: number % 2 === 1 } };
}

/** A panel with all three modules on, and the first of the {@link choices} in force. */
async function threeModules(context: TestContext): Promise<SupervisedMachine> {
  const { machine, panel } = await enabledPanel(context);
  await panel.modules.enable('dns', 'admin');
  for (const [module, changed] of Object.entries(choices(0))) {
    const { settings, version } = await panel.draft.view(module);
    const values = { ...settings, ...changed };
    await panel.draft.apply({ module, values, version, who: 'admin' });
  }
  const { outcome, failure } = await finishedSave(panel);
  assert.equal(outcome, 'done', said(failure?.reason));
  return machine;
}

/** Whether all of the settings are saved; asserts that otherwise none of them is. */
function isAllSaved(panel: Panel, wanted: ReturnType<typeof choices>): boolean {
  const { saved } = panel.keeper.state();
  const each = Object.entries(wanted).map(([id, settings]) =>
    Object.entries(settings).every(([name, value]) =>
      isDeepStrictEqual(choiceOf(saved, id).settings[name], value),
    ),
  );
  assert.equal(new Set(each).size, 1, `both or none: ${JSON.stringify(each)}`);
  return each.every((one) => one);
}

/** Saves zones and Jabber at once; the Kth time strace does `what` at the Kth such call, until a save has no Kth. */
async function sweepSaves(context: TestContext, call: string, what: string, step: number): Promise<void> {
  expectLog('panel', / info The panel was stopped during “Saving the changes”\. /);
  expectLog('router', / tried to bind 'panel\.ebox\.invalid', but it's already bound$/);
  expectLog('slapd', / send_ldap_response: ber write failed$/);
  const machine = await threeModules(context);
  const outcomes = { old: 0, new: 0 };
  for (let [count, number, wasHit] = [1, 1, true]; wasHit; count += step, number += 1) {
    const wanted = choices(number);
    await disconnectPanel(machine);
    const victim = await startVictim(machine, { settings: wanted }, { call, how: `${what}:when=${count}` });
    victim.begin();
    const job = await victim.job;
    const { panel, sentence } = await restart(machine, modules);
    await assertWhole(machine, panel);
    const isNew = isAllSaved(panel, wanted);
    const told = `${what} at ${call} ${count}: ${sentence ?? 'nothing said'} ${JSON.stringify(job)}`;
    assertTrue(sentence, isNew);
    if (job !== null) assert.equal(isNew, job.outcome === 'done', told);
    // Of DNS too: its probe asks for each record, Jabber's among them.
    assert.deepEqual(await whatIsWrong(machine, panel), [], told);
    outcomes[isNew ? 'new' : 'old'] += 1;
    // Both modules are to change again.
    if (!isNew) number += 1;
    wasHit = await victim.wasHit;
    if (!wasHit) assert.ok(count > 1, 'at least one call was hit');
  }
  context.diagnostic(`${what} at every ${step}. ${call}: ${JSON.stringify(outcomes)}`);
}

for (const call of calls) {
  test(`a save of zones and Jabber that is killed at a ${call} is entirely old or entirely new`, (context) =>
    sweepSaves(context, call, 'signal=SIGKILL', isFull ? (call === 'write' ? 29 : 1) : 3));
}

for (const call of isFull ? ['rename', 'mkdir', 'fchown'] : ['rename']) {
  test(`a save of zones and Jabber that finds the disk full at a ${call} is entirely old or new`, (context) =>
    sweepSaves(context, call, 'error=ENOSPC', isFull ? 1 : 3));
}

/** Module id → the folders that enabling it makes. */
const madeBy = ({ layout }: SupervisedMachine): Readonly<Record<string, readonly string[]>> => ({
  dns: [`${layout.state}/data/dns`, `${layout.run}/dns`],
  jabber: [`${layout.state}/data/chat`],
  users: [`${layout.state}/data/directory`],
});

/** That each module is on with all that enabling it makes, or was never touched. Returns those that are on. */
async function eachIsWhole(machine: SupervisedMachine, panel: Panel): Promise<readonly string[]> {
  const { configured } = panel.keeper.state();
  for (const [id, paths] of Object.entries(madeBy(machine)))
    for (const path of paths)
      assert.equal(await machine.files.exists(path), configured.includes(id), `${id}: ${path}`);
  assert.equal(await machine.store.document('enabling').read(), null);
  assert.deepEqual((await machine.store.document('made').read()) ?? {}, {});
  return configured;
}

/** Enables DNS and Jabber on a new machine, killed at the Kth such call. Returns what is on then, and whether it was hit. */
async function enableAndKill(
  context: TestContext,
  call: string,
  count: number,
): Promise<{ readonly on: string; readonly wasHit: boolean }> {
  expectLog('panel', / info The panel was stopped /);
  // The folder of a daemon that was half made is made anew, under a logger that begins at that instant.
  expectLog('supervisor', / flock: cannot open lock file \S+\/log\/lock: No such file or directory$/);
  expectLog('slapd', / send_ldap_response: ber write failed$/);
  const machine = await temporaryMachine(context);
  const order = { settings: {}, enable: ['dns', 'jabber'] };
  const victim = await startVictim(machine, order, { call, how: `signal=SIGKILL:when=${count}` });
  victim.begin();
  const job = await victim.job;
  const { panel } = await restart(machine, modules);
  await assertWhole(machine, panel);
  const on = (await eachIsWhole(machine, panel)).join(' ');
  if (job?.outcome === 'done') assert.equal(on, 'dns users jabber');
  // And whatever it was, it can be enabled and saved now.
  for (const id of order.enable) await panel.modules.enable(id, 'admin');
  assert.equal((await eachIsWhole(machine, panel)).length, 3);
  const { outcome, failure } = await finishedSave(panel);
  assert.equal(outcome, 'done', said(failure?.reason));
  assert.deepEqual(await whatIsWrong(machine, panel), []);
  await disconnectPanel(machine);
  return { on, wasHit: await victim.wasHit };
}

async function sweepEnabling(context: TestContext, call: string, step: number): Promise<void> {
  const outcomes: Record<string, number> = {};
  let count = 1;
  for (let wasHit = true; wasHit; count += step) {
    wasHit = false;
    await context.test(`at ${call} ${count}`, async (part) => {
      const end = await enableAndKill(part, call, count);
      wasHit = end.wasHit;
      outcomes[end.on] = (outcomes[end.on] ?? 0) + 1;
    });
  }
  context.diagnostic(`killed at every ${step}. ${call} of enabling: ${JSON.stringify(outcomes)}`);
  assert.ok(count > 1 + step, 'at least one call was hit');
}

for (const call of isFull ? ['rename', 'mkdir', 'unlink', 'symlink', 'fchown'] : ['rename']) {
  test(`enabling DNS and Jabber, killed at a ${call}, is finished or undone module by module`, (context) =>
    sweepEnabling(context, call, isFull ? 1 : 13));
}
