import assert from 'node:assert/strict';
import { test } from 'node:test';
import { portsOf } from '../../../../src/modules/jabber/ports.js';
import { liveOf } from '../../../../src/modules/jabber/live/live.js';
import { happenedTo } from '../../../../src/modules/jabber/sign-in/happened.js';
import { english } from '../../../../src/core/words/english.js';
import { enabledPanel, userPassword } from '../../../helpers/enabled-panel.js';
import { eventually } from '../../../helpers/eventually.js';
import { expectLog } from '../../../helpers/log-rule.js';
import { signIn } from '../../../helpers/xmpp-client.js';

test('who was refused, and who signed in last, on the real daemons', async (context) => {
  expectLog('sign-in', / info refused "(alice|nobody)": (wrong password|no enabled account of this name)$/);
  const { machine, panel } = await enabledPanel(context, ['alice']);
  const { news } = liveOf(machine);
  const account = { domain: 'chat.lan', port: portsOf(machine.layout).client };
  const before = Date.now();
  const alice = { ...account, username: 'alice' };
  await assert.rejects(signIn(context, { ...alice, password: 'wrong' }), /not-authorized/);
  await assert.rejects(signIn(context, { ...account, username: 'nobody', password: 'x' }), /not-authorized/);
  await signIn(context, { ...alice, password: userPassword });
  await panel.sessionWatch.look();
  await eventually(() => assert.equal(news.refusals()?.length, 2));
  assert.deepEqual(
    news.refusals()?.map(({ name, reason }) => [name, reason]),
    [
      ['nobody', 'no enabled account of this name'],
      ['alice', 'wrong password'],
    ],
  );
  assert.ok((news.lastSignIn('alice') ?? 0) >= before);
  assert.equal(news.lastSignIn('nobody'), null);
  const said = happenedTo(machine, 'alice').map((sentence) => english(sentence));
  assert.match(said.join('\n'), /^Last sign-in to chat: .*\nA sign-in was refused: wrong password \(/);
});
