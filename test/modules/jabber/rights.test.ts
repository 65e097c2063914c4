import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xml } from '@xmpp/client';
import { english } from '../../../src/core/words/english.js';
import { valuesOfUser } from '../../../src/core/people/user-values.js';
import { portsOf } from '../../../src/modules/jabber/ports.js';
import { enabledPanel, finishedSave, userPassword } from '../../helpers/enabled-panel.js';
import { eventually } from '../../helpers/eventually.js';
import { agreed, done } from '../../helpers/permissions.js';
import { signIn, type ChatClient } from '../../helpers/xmpp-client.js';

test('a new administrator announces at once, and nobody is disconnected', async (context) => {
  const { machine, panel } = await enabledPanel(context, ['alice', 'bob', 'carol', 'dora']);
  const enter = (username: string): Promise<ChatClient> =>
    signIn(context, {
      port: portsOf(machine.layout).client,
      domain: 'chat.lan',
      password: userPassword,
      username,
      resource: 'desk',
    });
  const dora = await enter('dora');
  const others = await Promise.all(['alice', 'bob', 'carol'].map(enter));
  await panel.tending.look();
  const dropped: string[] = [];
  for (const { xmpp, jid } of [dora, ...others]) xmpp.on('disconnect', () => dropped.push(jid));

  const setRights = async (administrator: boolean): Promise<void> => {
    const user = await panel.users.find('dora');
    const values = valuesOfUser(user);
    const accounts = { ...values.accounts, jabber: { account: 'enabled', administrator } };
    const own = { ...values.own, password: '', passwordAgain: '' };
    const wanted = { user, csn: user.csn, values: { own, accounts } };
    const came = done(await panel.acts.editUser.request(wanted, agreed));
    assert.equal(came.kind, 'changed', JSON.stringify(came));
  };
  const announce = (text: string): Promise<unknown> =>
    dora.xmpp.send(xml('message', { to: 'chat.lan/announce/online', id: text }, xml('body', {}, text)));
  const pid = async (): Promise<number> => (await machine.daemons.state('sm')).pid;
  const before = await pid();

  await context.test('not before the right was given', async () => {
    await announce('too early');
    const refused = await dora.stanza(({ attrs }) => attrs['id'] === 'too early');
    assert.match(String(refused), /forbidden/);
  });

  await context.test('without a save', async () => {
    await setRights(true);
    await announce('at once');
    for (const one of others) await one.stanza((stanza) => stanza.getChildText('body') === 'at once');
  });

  await context.test('and a save of it restarts no daemon', async () => {
    await panel.draft.refreshWatched();
    const [pending] = panel.draft.pending();
    assert.match(english(pending?.note ?? assert.fail('nothing is pending')), /holds already/);
    assert.deepEqual((await panel.save.preview()).daemons, []);
    assert.equal((await finishedSave(panel)).outcome, 'done');
    assert.equal(await pid(), before);
    assert.deepEqual(dropped, []);
    assert.deepEqual(panel.draft.pending(), []);
  });

  const notices = async (): Promise<string> => (await panel.notices.all()).map(english).join('\n');
  await context.test('the home page says what follows later, until sm was restarted', async () => {
    assert.match(await notices(), /Administration rights of dora changed/);
    done(await panel.acts.restartDaemon.request({ daemon: 'sm' }, agreed));
    await eventually(async () => {
      await panel.tending.look();
      assert.doesNotMatch(await notices(), /follows when “Sessions” restarts/);
    });
  });

  await context.test('the right ends at once, too', async () => {
    const again = await enter('dora');
    await setRights(false);
    await again.xmpp.send(
      xml('message', { to: 'chat.lan/announce/online', id: 'late' }, xml('body', {}, 'late')),
    );
    assert.match(String(await again.stanza(({ attrs }) => attrs['id'] === 'late')), /forbidden/);
  });
});
