import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { xml } from '@xmpp/client';
import type { Page } from 'playwright-core';
import { openBrowser, openPage } from '../helpers/browser.js';
import {
  addUser,
  enableJabber,
  PASSWORD,
  saveChanges,
  setUpJabber,
  signInToPanel,
  type NewUser,
  type Service,
} from '../helpers/panel-acts.js';
import { startPanel, type PanelProcess } from '../helpers/panel-process.js';
import { signIn, type ChatClient } from '../helpers/xmpp-client.js';
import { expectLog } from '../helpers/log-rule.js';

async function enabledService(
  context: TestContext,
  service: Service,
  users: readonly NewUser[],
): Promise<{ panel: PanelProcess; page: Page }> {
  const panel = await startPanel(context);
  const page = await openPage(await openBrowser(context), panel.address);
  await signInToPanel(page);
  await enableJabber(page);
  await setUpJabber(page, service);
  for (const user of users) await addUser(page, user);
  assert.match(await saveChanges(page), /Changes saved/);
  return { panel, page };
}

const body = (text: string): ((stanza: { getChildText(name: string): string | null }) => boolean) => {
  return (stanza) => stanza.getChildText('body') === text;
};

const say = async (from: ChatClient, to: string, text: string, type = 'chat'): Promise<void> => {
  await from.xmpp.send(xml('message', { to, type }, xml('body', {}, text)));
};

const joinRoom = async (who: ChatClient, room: string, nick: string): Promise<void> => {
  await who.xmpp.send(
    xml('presence', { to: `${room}/${nick}` }, xml('x', { xmlns: 'http://jabber.org/protocol/muc' })),
  );
  await who.stanza(
    (stanza) =>
      stanza.is('presence') && stanza.attrs['from'] === `${room}/${nick}` && stanza.attrs['type'] !== 'error',
  );
};

test('the practical example of the manual: enable, set the domain, add users, save, chat', async (context) => {
  const { panel, page } = await enabledService(context, { domain: 'chat.lan', ssl: 'Required', muc: true }, [
    { userName: 'alice', administrator: true },
    { userName: 'bob' },
    { userName: 'carol', account: 'Disabled' },
  ]);
  const account = { domain: 'chat.lan', port: panel.ports.client, password: PASSWORD };

  const alice = await signIn(context, { ...account, username: 'alice' });
  const bob = await signIn(context, {
    ...account,
    port: panel.ports.clientTls,
    oldSsl: true,
    username: 'bob',
  });
  await alice.xmpp.send(xml('presence'));
  await bob.xmpp.send(xml('presence'));

  await context.test('alice talks to bob', async () => {
    await say(alice, 'bob@chat.lan', 'hello bob');
    await bob.stanza(body('hello bob'));
  });

  await context.test('carol, whose account is Disabled, cannot sign in', async () => {
    expectLog('sign-in', / info refused "carol": no enabled account of this name$/);
    await assert.rejects(signIn(context, { ...account, username: 'carol' }), /not-authorized/);
  });

  await context.test('both join a room', async () => {
    const room = 'tea@conference.chat.lan';
    await joinRoom(alice, room, 'alice');
    const accept = xml('x', { xmlns: 'jabber:x:data', type: 'submit' });
    const owner = xml('query', { xmlns: 'http://jabber.org/protocol/muc#owner' }, accept);
    await alice.xmpp.iqCaller.request(xml('iq', { type: 'set', to: room }, owner));
    await joinRoom(bob, room, 'bob');
    await say(bob, room, 'tea is ready', 'groupchat');
    await alice.stanza(body('tea is ready'));
  });

  await context.test(
    'an administrator sees who is connected, broadcasts, and sets the message of the day',
    async () => {
      const query = xml('query', { xmlns: 'http://jabber.org/protocol/disco#items', node: 'sessions' });
      const answer = await alice.xmpp.iqCaller.request(xml('iq', { type: 'get', to: 'chat.lan' }, query));
      assert.match(answer.toString(), /bob@chat\.lan/);
      await say(alice, 'chat.lan/announce/online', 'fire drill at ten');
      await bob.stanza(body('fire drill at ten'));
      await say(alice, 'chat.lan/announce', 'welcome back');
      await bob.stanza(body('welcome back'));
      await assert.rejects(bob.xmpp.iqCaller.request(xml('iq', { type: 'get', to: 'chat.lan' }, query)));
    },
  );

  await context.test('the panel shows who is connected, and ends a session', async () => {
    await page.getByRole('link', { name: 'Who is connected' }).click();
    await page.getByRole('rowheader', { name: 'alice' }).waitFor();
    await page.getByRole('button', { name: 'End session bob@chat.lan/' }).click();
    await bob.disconnected();
    assert.equal(await page.getByRole('rowheader', { name: 'bob' }).count(), 0);
    assert.equal(alice.xmpp.status, 'online');
  });

  await context.test('the home page says that every daemon runs', async () => {
    await page.getByRole('link', { name: 'Home', exact: true }).click();
    const text = (await page.locator('main').textContent()) ?? '';
    assert.doesNotMatch(text, /Stopped|not answering/i);
    assert.match(text, /Running/);
  });
});

test('rooms and other servers are switched with nobody disconnected; a save without change restarts nothing', async (context) => {
  const users = Array.from({ length: 4 }, (_, index) => ({ userName: `user${index}` }));
  const { panel, page } = await enabledService(context, { domain: 'chat.lan' }, users);
  const clients: ChatClient[] = [];
  for (let index = 0; index < 20; index += 1) {
    const { userName } = users[index % users.length] ?? { userName: '' };
    const options = {
      domain: 'chat.lan',
      port: panel.ports.client,
      username: userName,
      password: PASSWORD,
      resource: `r${index}`,
    };
    clients.push(await signIn(context, options));
  }
  for (const change of [{ muc: true }, { otherServers: true }, { muc: false, otherServers: false }]) {
    await setUpJabber(page, change);
    assert.match(await saveChanges(page), /Changes saved/);
  }
  assert.deepEqual(
    clients.map(({ xmpp }) => xmpp.status),
    clients.map(() => 'online'),
  );
});

test('names that XMPP cannot have are refused at chat sign-in, and others notice nothing', async (context) => {
  expectLog('sign-in', / info refused "/);
  const { panel } = await enabledService(context, { domain: 'chat.lan' }, [
    { userName: 'alice' },
    { userName: 'bob' },
  ]);
  const account = { domain: 'chat.lan', port: panel.ports.client, password: PASSWORD };
  const alice = await signIn(context, { ...account, username: 'alice' });
  const bob = await signIn(context, { ...account, username: 'bob' });
  await bob.xmpp.send(xml('presence'));
  for (const username of ['ali*', ' alice', 'bob)(uid=*', 'alice@x/y', 'alice/x', '*', 'a'.repeat(1000)]) {
    await assert.rejects(signIn(context, { ...account, username }), Error, username);
  }
  await say(alice, 'bob@chat.lan', 'still here');
  await bob.stanza(body('still here'));
});
