import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { liveOf } from '../../../../src/modules/jabber/live/live.js';
import { portsOf } from '../../../../src/modules/jabber/ports.js';
import { enabledPanel, userPassword } from '../../../helpers/enabled-panel.js';
import { eventually } from '../../../helpers/eventually.js';
import { expectLog } from '../../../helpers/log-rule.js';
import { stranger, streamHeader, type Stranger } from '../../../helpers/strangers.js';
import { signIn } from '../../../helpers/xmpp-client.js';

/** Waits until the server says a word. */
async function hears({ socket }: Stranger, word: string): Promise<void> {
  let said = '';
  while (!said.includes(word)) said += String((await once(socket, 'data'))[0]);
}

/** Tries a wrong password, and waits for the refusal. */
async function guess(who: Stranger): Promise<void> {
  const words = Buffer.from('\0alice\0wrong').toString('base64');
  who.socket.write(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${words}</auth>`);
  await hears(who, '</failure>');
}

test('the address of a refused sign-in is told only where exactly one client was about to sign in', async (context) => {
  expectLog('sign-in', / info refused "alice": (wrong password|the same wrong password as before)$/);
  expectLog(
    'c2s',
    / PLAIN authentication succeeded: alice@chat\.lan \S+ $/,
    / \[::ffff:127\.0\.0\.[2-9], port=/,
  );
  const service = await enabledPanel(context, ['alice']);
  const { machine } = service;
  await service.save({ ssl: 'disabled' });
  const { client: port } = portsOf(machine.layout);
  const { news } = liveOf(machine);
  const from = async (address: string): Promise<Stranger> => {
    const came = await stranger(context, { port, from: address, says: streamHeader('chat.lan') });
    await hears(came, '</stream:features>');
    return came;
  };
  const addresses = async (): Promise<readonly string[]> => {
    await news.look();
    return news.refusals()?.map(({ address }) => address) ?? [];
  };

  await signIn(context, { port, domain: 'chat.lan', username: 'alice', password: userPassword });
  const eve = await from('127.0.0.9');
  await guess(eve);
  assert.deepEqual(await addresses(), ['127.0.0.9'], 'alice, who is signed in, is none of those who ask');

  const other = await from('127.0.0.8');
  const third = await from('127.0.0.7');
  await guess(third);
  assert.equal((await addresses())[0], '', 'it can be any of three');
  eve.socket.destroy();
  third.socket.destroy();

  await machine.daemons.stop('guard');
  await machine.daemons.start('guard');
  await eventually(async () => {
    await guess(other);
    assert.equal((await addresses())[0], '127.0.0.8', 'the others are gone, and a new guard knows');
  });

  await machine.daemons.stop('guard');
  await guess(await from('127.0.0.6'));
  assert.equal((await addresses())[0], '', 'without a guard it is not known');
});
