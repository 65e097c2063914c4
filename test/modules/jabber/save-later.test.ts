import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAsked } from '../../../src/core/act.js';
import { enabledPanel, userPassword } from '../../helpers/enabled-panel.js';
import { agreed } from '../../helpers/permissions.js';
import { signIn } from '../../helpers/xmpp-client.js';

test('a client is told before its stream ends, and the save that waited is active then', async (context) => {
  const { machine, panel } = await enabledPanel(context, ['anna']);
  const anna = await signIn(context, {
    port: machine.layout.ports.client ?? 0,
    domain: 'chat.lan',
    username: 'anna',
    password: userPassword,
  });
  const { settings, version } = await panel.draft.view('jabber');
  const values = { ...settings, ssl: 'optional' };
  await panel.draft.apply({ module: 'jabber', values, version, who: 'admin' });
  const when = { kind: 'minutes', minutes: 1 } as const;
  const came = await panel.acts.saveLater.request({ when, decisions: {} }, agreed);
  assert.ok(!isAsked(came) && came.kind === 'waits', JSON.stringify(came));
  const told = await anna.stanza((stanza) => stanza.is('message'));
  assert.match(told.getChildText('body') ?? '', /^In one minute the chat server restarts\./);
  await panel.waiting.look();
  assert.notEqual(panel.waiting.waiting(), null, 'it has not begun');

  const { clock } = machine;
  const [now, monotonic] = [clock.now.bind(clock), clock.monotonic.bind(clock)];
  context.mock.method(clock, 'now', () => new Date(now().getTime() + 61_000));
  context.mock.method(clock, 'monotonic', () => monotonic() + 61_000);
  const ended = new Promise<string>((resolve) => {
    panel.save.subscribe(({ outcome }) => {
      if (outcome !== 'running') resolve(outcome);
    });
  });
  await panel.waiting.look();
  await anna.disconnected();
  assert.equal(await ended, 'done');
  assert.deepEqual(panel.draft.pending(), []);

  const back = await signIn(context, {
    port: machine.layout.ports.client ?? 0,
    domain: 'chat.lan',
    username: 'anna',
    password: userPassword,
  });
  assert.match(back.jid, /^anna@chat\.lan/);
});
