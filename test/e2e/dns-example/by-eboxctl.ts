import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { shellOf } from '../../helpers/eboxctl.js';
import { ISLAND_ADDRESS } from '../../helpers/island.js';
import { PASSWORD } from '../../helpers/panel-acts.js';
import { startPanel } from '../../helpers/panel-process.js';
import { signIn } from '../../helpers/xmpp-client.js';
import { expectClientsFromHere, expectRestarts } from './logs.js';
import { chatRecords, lookedUp } from './lookups.js';

const here = [ISLAND_ADDRESS];
const changedSchema = z.looseObject({ changed: z.boolean() });

test('the practical example by eboxctl alone, and records that follow the settings', async (context) => {
  expectClientsFromHere();
  expectRestarts();
  const panel = await startPanel(context);
  const { client, clientTls, server } = panel.ports;
  const { type } = shellOf(panel.state);
  /** Types a command with --json, and tells whether it changed something. */
  const changes = async (line: string, input?: string): Promise<boolean> => {
    const { code, out, err } = await type(`${line} --json`, input);
    assert.equal(code, 0, `${line}: ${out}${err}`);
    return changedSchema.parse(JSON.parse(out)).changed;
  };
  const addDomain = `rows add dns domains name=school.lan addresses=${ISLAND_ADDRESS}`;

  assert.equal(await changes('modules enable dns --yes'), true);
  assert.equal(await changes('modules enable jabber --yes'), true);
  assert.equal((await type(addDomain)).code, 1, 'the question is asked first');
  assert.equal(await changes(`${addDomain} --yes`), true);
  assert.equal(await changes(`${addDomain} --yes`), false);
  assert.equal(await changes('settings set jabber domain=chat.school.lan --yes'), true);
  assert.equal(await changes('save --yes'), true);
  const add = 'users add alice --last-name Liddell --set jabber.account=enabled';
  assert.equal(await changes(add, PASSWORD), true);
  assert.equal((await type('save --yes --detailed-exitcode')).code, 0);

  assert.deepEqual(await lookedUp('A', 'school.lan'), here);
  assert.deepEqual(await chatRecords('chat.school.lan'), {
    'chat.school.lan': here,
    '_xmpp-client._tcp.chat.school.lan': [`${client} chat.school.lan`],
    '_xmpps-client._tcp.chat.school.lan': [`${clientTls} chat.school.lan`],
  });
  const alice = { domain: 'chat.school.lan', username: 'alice', password: PASSWORD };
  assert.match((await signIn(context, alice)).jid, /^alice@chat\.school\.lan\//);

  await context.test('another domain, no SSL, rooms and other servers: in the same save', async (inner) => {
    const values = 'domain=school.lan ssl=disabled muc=yes otherServers=yes';
    assert.equal(await changes(`settings set jabber ${values} --yes`), true);
    assert.equal(await changes('save --yes'), true);
    assert.deepEqual(await chatRecords('chat.school.lan'), {});
    assert.deepEqual(await chatRecords('school.lan'), {
      'school.lan': here,
      'conference.school.lan': here,
      '_xmpp-client._tcp.school.lan': [`${client} school.lan`],
      '_xmpp-server._tcp.school.lan': [`${server} school.lan`],
      '_xmpp-server._tcp.conference.school.lan': [`${server} school.lan`],
    });
    const { jid } = await signIn(inner, { ...alice, domain: 'school.lan' });
    assert.match(jid, /^alice@school\.lan\//);
  });

  await context.test('a host of the administrator’s stays as it is', async () => {
    const host = 'rows add dns domains/school.lan/hosts name=chat addresses=10.77.0.9';
    assert.equal(await changes(host), true);
    const values = 'domain=chat.school.lan muc=no otherServers=no';
    assert.equal(await changes(`settings set jabber ${values} --yes`), true);
    assert.equal(await changes('save --yes'), true);
    assert.deepEqual(await lookedUp('A', 'chat.school.lan'), ['10.77.0.9']);
    assert.deepEqual(await chatRecords('school.lan'), { 'school.lan': here });
  });

  await context.test('without Jabber its records go, and what was set by hand is left', async () => {
    assert.equal(await changes('modules disable jabber --yes'), true);
    assert.equal(await changes('save --yes'), true);
    assert.deepEqual(await chatRecords('chat.school.lan'), { 'chat.school.lan': ['10.77.0.9'] });
    assert.deepEqual(await chatRecords('school.lan'), { 'school.lan': here });
  });

  await context.test('errors end with 1, and name the cell', async () => {
    const wrong = await type('rows set dns domains/school.lan/hosts/chat addresses=10.0.0.256');
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /domains\/school\.lan\/hosts\/chat addresses: .*go from 0 to 255/);
    assert.equal((await type('rows set dns')).code, 2);
  });
});
