import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { english } from '../../../src/core/words/english.js';
import { jabber } from '../../../src/modules/jabber/index.js';
import { certificatePath, pathsOf, roomsFolder } from '../../../src/modules/jabber/paths.js';
import type { JabberSettings } from '../../../src/modules/jabber/settings.js';
import { lookUpAccounts } from '../../helpers/accounts.js';
import { chatSettings } from '../../helpers/jabberd2.js';
import { memoryMachine } from '../../helpers/memory-machine.js';
import { temporaryMachine } from '../../helpers/machine.js';
import { ownershipOf } from '../../helpers/ownership.js';

/** What enabling does where there is nothing to take over. */
const steps = jabber.enableSteps.filter(({ isOffered }) => !isOffered);

test('enabling makes data, database, rooms and certificate, each for whom it is', async (context) => {
  const machine = await temporaryMachine(context);
  for (const step of steps) await step.run(machine, chatSettings);
  const { layout } = machine;
  const chat = (await lookUpAccounts()).of('chat').uid;
  for (const path of [pathsOf(layout).data, roomsFolder(layout, 'chat.lan')]) {
    assert.match(await ownershipOf(path), new RegExp(`^${chat}:.* 700$`));
  }
  assert.match(await ownershipOf(pathsOf(layout).storage), new RegExp(`^${chat}:`));
  const tables = await machine.commands.run(['/usr/bin/sqlite3', pathsOf(layout).storage, '.tables']);
  for (const table of ['active', 'roster-items', 'queue', 'motd-message', 'vcard', 'privacy-items']) {
    assert.ok(tables.stdout.includes(table), table);
  }
  assert.ok(await machine.files.exists(certificatePath(layout, 'chat.lan')));
});

test('enabling again changes nothing that is there, and its undoing takes nothing away', async (context) => {
  const machine = await temporaryMachine(context);
  for (const step of steps) await step.run(machine, chatSettings);
  const { layout } = machine;
  await writeFile(`${roomsFolder(layout, 'chat.lan')}/tea.xml`, 'a room');
  const certificate = await machine.files.read(certificatePath(layout, 'chat.lan'));
  for (const step of steps) await step.run(machine, chatSettings);
  for (const step of [...steps].reverse()) await step.undo(machine);
  assert.equal(await machine.files.read(certificatePath(layout, 'chat.lan')), certificate);
  assert.deepEqual(await readdir(roomsFolder(layout, 'chat.lan')), ['tea.xml']);
  assert.ok(await machine.files.exists(pathsOf(layout).storage));
});

test('undoing takes back what was made, also when only a part was', async (context) => {
  for (let made = 0; made <= steps.length; made += 1) {
    const machine = await temporaryMachine(context);
    const before = await readdir(`${machine.layout.state}/data`);
    for (const step of steps.slice(0, made)) await step.run(machine, chatSettings);
    for (const step of [...steps].reverse()) await step.undo(machine);
    assert.deepEqual(await readdir(`${machine.layout.state}/data`), before);
    assert.equal(await machine.files.exists(certificatePath(machine.layout, 'chat.lan')), false);
  }
});

test('a step that fails can be undone', async (context) => {
  const machine = await temporaryMachine(context);
  const broken = { ...machine, commands: { run: () => Promise.reject(new Error('no such program')) } };
  const [, folder, database] = steps;
  assert.ok(folder !== undefined && database !== undefined);
  await folder.run(broken, chatSettings);
  await assert.rejects(database.run(broken, chatSettings), /no such program/);
  for (const step of [database, folder]) await step.undo(broken);
  assert.equal(await machine.files.exists(pathsOf(machine.layout).data), false);
});

test('what a save needs and is not there is made before it, and nothing else', async (context) => {
  const machine = await temporaryMachine(context);
  const neededBy = async (before: typeof chatSettings | null): Promise<readonly string[]> => {
    const needed: string[] = [];
    for (const preparation of jabber.preparations) {
      if (!(await preparation.needed(machine, chatSettings, before))) continue;
      needed.push(english(preparation.what));
      await preparation.run(machine, chatSettings, before);
    }
    return needed;
  };
  for (const step of steps) await step.run(machine, { ...chatSettings, domain: 'old.lan' });
  assert.deepEqual(await neededBy(null), [
    'Creating a certificate for the domain',
    'Creating a folder for the rooms of the domain',
  ]);
  assert.deepEqual(await neededBy(chatSettings), []);
  await machine.files.remove(pathsOf(machine.layout).storage);
  assert.deepEqual(await neededBy(chatSettings), ['Creating the database of contact lists and messages']);
  assert.deepEqual(await neededBy({ ...chatSettings, domain: 'old.lan' }), [
    'Copying contact lists, messages and rooms before the domain changes',
  ]);
});

test('the domain in use is changed only after a question; anything else is not asked about', async () => {
  const asked = (change: Partial<JabberSettings>, inUse: JabberSettings | null = chatSettings) =>
    jabber.question(memoryMachine(), { inUse, draft: chatSettings, wanted: { ...chatSettings, ...change } });
  const question = await asked({ domain: 'new.lan' });
  assert.match(english(question?.title ?? ''), /chat\.lan to new\.lan/);
  const sentences = question?.sentences.map(english).join(' ') ?? '';
  for (const said of [
    /user@new\.lan/,
    /Contact lists/,
    /chat rooms/,
    /copy/,
    /Nothing is deleted/,
    /change back to chat\.lan/,
  ]) {
    assert.match(sentences, said);
  }
  assert.equal(await asked({ muc: true, ssl: 'disabled' }), null);
  assert.equal(await asked({ domain: 'CHAT.lan' }), null);
  assert.equal(await asked({ domain: 'new.lan' }, null), null);
});
