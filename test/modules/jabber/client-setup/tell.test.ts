import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BeforeSave } from '../../../../src/core/module/index.js';
import { english } from '../../../../src/core/words/english.js';
import { tellUsers } from '../../../../src/modules/jabber/client-setup/tell.js';
import { portsOf } from '../../../../src/modules/jabber/ports.js';
import { enabledPanel, userPassword } from '../../../helpers/enabled-panel.js';
import { done, unasked } from '../../../helpers/permissions.js';
import { signIn } from '../../../helpers/xmpp-client.js';

test('before a save that makes set-ups wrong, those who are connected can be told', async (context) => {
  const { machine, panel } = await enabledPanel(context, ['alice', 'bob']);
  const telling = panel.frameOf('jabber').gate(tellUsers(panel.frameOf('jabber')));
  const tell = (text: string) => telling.request({ text }, unasked);
  const draft = async (settings: Readonly<Record<string, string>>): Promise<readonly BeforeSave[]> => {
    const { settings: now, version } = await panel.draft.view('jabber');
    await panel.draft.apply({ module: 'jabber', values: { ...now, ...settings }, version, who: 'admin' });
    return panel.beforeSaves.all();
  };
  const lines = async () => (await panel.audit.latest(1000)).filter(({ what }) => /set-up/.test(what));

  await context.test('the page counts whose set-up gets out of date', async () => {
    assert.deepEqual(await draft({}), []);
    const [one] = await draft({ domain: 'im.lan' });
    assert.deepEqual(one?.sentences.map(english), [
      'The client set-up of 2 users gets out of date.',
      'The domain changes from chat.lan to im.lan: every client must be set up with the new one.',
    ]);
    const [other] = await draft({ domain: 'chat.lan', ssl: 'disabled' });
    assert.match(other?.sentences.map(english).join() ?? '', /of at most 2 users/);
  });

  await context.test('nothing is sent that is no message, or that cannot be written down', async () => {
    for (const text of ['', ' \n', 'x'.repeat(2001), 'a\u0007b'])
      assert.equal(done(await tell(text)).kind, 'invalid');
    const { audit } = machine;
    const prepare = (): Promise<void> => Promise.resolve();
    Object.assign(audit, { prepare: () => Promise.reject(new Error('the disk is full')) });
    await assert.rejects(tell('Hello'), { code: 'not-recorded' });
    Object.assign(audit, { prepare });
    assert.deepEqual(await lines(), []);
  });

  await context.test('with nobody connected that is said', async () => {
    assert.deepEqual(done(await tell('Hello')), { kind: 'told', clients: 0 });
  });

  await context.test('everybody who is connected gets it, and the audit log says what was sent', async () => {
    const { client: port } = portsOf(machine.layout);
    const signed = ['alice', 'bob'].map((username) =>
      signIn(context, { domain: 'chat.lan', port, username, password: userPassword, resource: 'r' }),
    );
    const clients = await Promise.all(signed);
    assert.deepEqual(done(await tell('The domain <changes> & soon.')), { kind: 'told', clients: 2 });
    for (const one of clients) {
      const message = await one.stanza((stanza) => stanza.name === 'message');
      assert.equal(message.getChildText('body'), 'The domain <changes> & soon.');
    }
    const [line] = await lines();
    assert.equal(line?.after, 'The domain <changes> & soon.');
    for (const { xmpp } of clients) await xmpp.stop();
  });
});
