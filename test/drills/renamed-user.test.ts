import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { xml } from '@xmpp/client';
import { build } from 'esbuild';
import { choiceOf } from '../../src/core/draft.js';
import { modules } from '../../src/modules/index.js';
import { disconnectPanel, jabber } from '../../src/modules/jabber/index.js';
import { portsOf } from '../../src/modules/jabber/ports.js';
import { createPanel } from '../../src/panel.js';
import type { SupervisedMachine } from '../../src/system/machine.js';
import { enabledPanel, userPassword, type EnabledPanel } from '../helpers/enabled-panel.js';
import { inEnglish } from '../helpers/in-english.js';
import { expectLog } from '../helpers/log-rule.js';
import { signIn, type ChatClient } from '../helpers/xmpp-client.js';
import type { RenameOrder } from './rename-program.js';

/** With DRILLS the panel is killed before every change that it makes, otherwise before every Nth. */
const STEP = process.env['DRILLS'] === undefined ? 9 : 1;
const domain = 'chat.lan';
const ROSTER = 'jabber:iq:roster';
const program = fileURLToPath(new URL('../../dist/drills/rename-program.js', import.meta.url));

before(() =>
  build({
    entryPoints: [fileURLToPath(new URL('rename-program.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  }),
);

/** Renames in a process of its own. Returns how many changes it made, or null where it was killed. */
async function renamedApart(
  { layout }: SupervisedMachine,
  order: Pick<RenameOrder, 'from' | 'to' | 'killAt'>,
): Promise<number | null> {
  const whole: RenameOrder = { ...order, state: layout.state, ports: layout.ports };
  const child = spawn(process.execPath, [program, JSON.stringify(whole)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  await once(child, 'close');
  if (child.signalCode === 'SIGKILL') return null;
  assert.match(printed, /^\d+\n$/);
  return Number(printed);
}

/** Everything that is kept of a name, as sm keeps it. */
async function keptOf({ machine, panel }: EnabledPanel, userName: string) {
  const { names } = jabber;
  const { settings } = choiceOf(panel.keeper.state().saved, 'jabber');
  assert.ok(names !== null);
  const records = await names.records(machine, settings, { what: 'kept', userName });
  const waiting = await names.records(machine, settings, { what: 'waiting', userName, after: 0 });
  return {
    own: records
      .filter(({ kind }) => kind === 'contact')
      .map(({ jid, to, from, groups }) => [jid, to, from, groups].join(' '))
      .sort(),
    held: records
      .filter(({ kind }) => kind === 'held')
      .map(({ owner, to, from, name }) => [owner, to, from, name].join(' '))
      .sort(),
    settings: records.filter(({ kind }) => kind === 'private').length,
    messages: waiting.map(({ xml: stored }) => /<body>([^<]*)</.exec(String(stored))?.[1]),
    counted: inEnglish((await names.kept(machine, settings, userName)).own),
  };
}

const bareOf = ({ jid }: ChatClient): string => jid.split('/')[0] ?? '';

async function lifeOfAlice(
  client: (userName: string) => Promise<ChatClient>,
): Promise<{ readonly bob: ChatClient }> {
  const [alice, bob, carol] = [await client('alice'), await client('bob'), await client('carol')];
  const ask = (who: ChatClient, payload: ReturnType<typeof xml>) =>
    who.xmpp.iqCaller.request(xml('iq', { type: 'set' }, payload));
  for (const [one, other] of [
    [alice, bob],
    [bob, alice],
    [alice, carol],
    [carol, alice],
  ] as const) {
    const [from, to] = [bareOf(one), bareOf(other)];
    await one.xmpp.send(xml('presence', { to, type: 'subscribe' }));
    await other.stanza(({ attrs }) => attrs['type'] === 'subscribe' && attrs['from'] === from);
    await other.xmpp.send(xml('presence', { to: from, type: 'subscribed' }));
    await one.stanza(({ attrs }) => attrs['type'] === 'subscribed' && attrs['from'] === to);
  }
  const item = xml('item', { jid: `bob@${domain}`, name: 'Bob' }, xml('group', {}, 'Work'));
  await ask(alice, xml('query', { xmlns: ROSTER }, item));
  await ask(bob, xml('query', { xmlns: ROSTER }, xml('item', { jid: `alice@${domain}`, name: 'Friend' })));
  await ask(alice, xml('vCard', { xmlns: 'vcard-temp' }, xml('FN', {}, 'Alice')));
  await ask(
    alice,
    xml('query', { xmlns: 'jabber:iq:private' }, xml('storage', { xmlns: 'storage:bookmarks' })),
  );
  await Promise.all([alice.xmpp.stop(), carol.xmpp.stop()]);
  for (const text of ['one', 'two', 'three'])
    await bob.xmpp.send(xml('message', { to: `alice@${domain}`, type: 'chat' }, xml('body', {}, text)));
  await bob.xmpp.iqCaller.request(xml('iq', { type: 'get' }, xml('query', { xmlns: ROSTER })));
  return { bob };
}

test('a user has all of the old name or all of the new one, whenever the panel is killed', async (context) => {
  expectLog('sm', / deleted user: jid=\w+@chat\.lan$/);
  expectLog('router', / tried to bind 'panel\.ebox\.invalid', but it's already bound$/);
  expectLog('slapd', / send_ldap_response: ber write failed$/);
  const enabled = await enabledPanel(context, ['alice', 'bob', 'carol']);
  const { machine, panel } = enabled;
  await panel.names.look();
  const { bob } = await lifeOfAlice(async (username) => {
    const port = portsOf(machine.layout).client;
    const who = await signIn(context, { domain, port, username, password: userPassword });
    await who.xmpp.iqCaller.request(xml('iq', { type: 'get' }, xml('query', { xmlns: ROSTER })));
    await who.xmpp.send(xml('presence'));
    return who;
  });
  const whole = await keptOf(enabled, 'alice');
  assert.deepEqual(whole.messages, ['one', 'two', 'three']);
  const nothing = { own: [], held: [], settings: 0, messages: [], counted: [] };
  let [now, next] = ['alice', 'anna'];
  const killed: number[] = [];
  for (let killAt = 1; ; killAt += STEP) {
    await disconnectPanel(machine);
    const changes = await renamedApart(machine, { from: now, to: next, killAt });
    const again = await createPanel(machine, modules, 0);
    const unfinished = await again.renaming.unfinished();
    await again.renaming.look();
    assert.equal(await again.renaming.unfinished(), null, `killed before change ${killAt}`);
    const isBegun = changes !== null || unfinished !== null || (await again.users.isTaken(next));
    if (isBegun) [now, next] = [next, now];
    const told = `killed before change ${killAt}, ${isBegun ? 'begun' : 'not begun'}`;
    assert.deepEqual(await keptOf(enabled, now), whole, told);
    assert.deepEqual(await keptOf(enabled, next), nothing, told);
    assert.equal((await again.users.find(now)).accounts[0]?.values['account'], 'enabled', told);
    assert.ok(!(await again.users.isTaken(next)));
    if (changes !== null) {
      context.diagnostic(`${changes} changes; killed before ${killed.join(', ')}`);
      break;
    }
    killed.push(killAt);
  }
  assert.ok(killed.length > 3);
  const asked = bob.received.filter(
    ({ attrs }) => attrs['type'] === 'subscribe' && /^(alice|anna)@/.test(String(attrs['from'])),
  );
  assert.equal(asked.length, 1, 'a contact is asked nothing but what alice asked');
});
