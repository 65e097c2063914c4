import assert from 'node:assert/strict';
import { test } from 'node:test';
import { portsOf } from '../../../src/modules/jabber/ports.js';
import { ActivityHistory } from '../../../src/services/activity/activity-history.js';
import { ActivityWatch } from '../../../src/services/activity/activity-watch.js';
import { enabledPanel, userPassword } from '../../helpers/enabled-panel.js';
import { expectLog } from '../../helpers/log-rule.js';
import { memoryStore } from '../../helpers/memory-machine.js';
import { signIn } from '../../helpers/xmpp-client.js';

test('sessions, sign-ins and refusals are counted as they happen on a running server', async (context) => {
  expectLog('sign-in', / info refused "(alice|nobody)": (wrong password|no enabled account of this name)$/);
  const { machine, panel, ...enabled } = await enabledPanel(context, ['alice', 'bob']);
  const { history, activity, sessionWatch } = panel;
  const client = (username: string, resource: string, password = userPassword) =>
    signIn(context, {
      domain: 'chat.lan',
      port: portsOf(machine.layout).client,
      ...{ username, resource, password },
    });
  const latest = (name: string) => history.values(`jabber.${name}`, 'week').at(-1);
  const all = () => ['sessions', 'sign-ins', 'refusals'].map(latest);

  await context.test('before anybody looked nothing is known', () => {
    assert.deepEqual(all(), [null, null, null]);
    assert.equal(sessionWatch.seen('jabber'), null);
  });

  await context.test('the first answer only tells where to go on; then no sign-in is 0', async () => {
    await client('alice', 'early');
    await activity.look();
    assert.deepEqual(all(), [null, null, null]);
    await activity.look();
    assert.deepEqual(all(), [null, 0, 0]);
  });

  await context.test(
    'each session, sign-in and refusal counts once, the panel’s own tests never',
    async () => {
      await client('alice', 'one');
      await client('bob', 'two');
      await assert.rejects(client('alice', 'three', 'wrong'), /not-authorized/);
      await assert.rejects(client('nobody', 'four'), /not-authorized/);
      await panel.clientViews.look('jabber');
      await sessionWatch.look();
      await activity.look();
      assert.deepEqual(all(), [3, 2, 2]);
      const { sessions, users } = sessionWatch.seen('jabber') ?? {};
      assert.deepEqual([sessions, users], [3, 2]);
    },
  );

  await context.test('a sign-in service that was started anew counts on from 0', async () => {
    await panel.save.restart('sign-in');
    await client('bob', 'five');
    await activity.look();
    assert.deepEqual(all(), [3, 3, 2]);
  });

  await context.test('how long the restart took is measured, and a preview tells it', async () => {
    const took = panel.restartTimes.longest('sign-in');
    assert.ok(took !== null && took > 0 && took < 60_000, String(took));
    const view = await panel.draft.view('jabber');
    const values = { ...view.settings, domain: 'other.lan' };
    await panel.draft.apply({ module: 'jabber', values, version: view.version, who: 'admin' });
    const { daemons } = await panel.save.preview();
    assert.deepEqual(
      daemons.filter(({ took: known }) => known === took).map(({ how }) => how),
      ['restart'],
    );
    assert.ok(daemons.some(({ how, took: known }) => how === 'restart' && known === null));
    await panel.draft.discard();
  });

  await context.test('what is away is a gap, also for who is connected now', async () => {
    expectLog('panel', / (error cannot watch who is connected|info cannot ask what was counted): /);
    const watch = new ActivityWatch({
      ...{ machine, registry: panel.registry, keeper: panel.keeper, sessionWatch },
      history: await ActivityHistory.open(
        { document: memoryStore().document('activity'), clock: machine.clock, log: machine.log },
        ['jabber.sign-ins', 'jabber.refusals'],
      ),
    });
    await machine.daemons.stop('sign-in');
    await watch.look();
    await watch.look();
    assert.deepEqual(all(), [3, 3, 2]);
    await machine.daemons.start('sign-in');
  });

  await context.test('a save is remembered, with who began it', async () => {
    await enabled.save({ muc: true });
    const { who, when } = panel.lastSave.get() ?? { who: '', when: '' };
    assert.deepEqual(who, { verbatim: 'admin' });
    assert.ok(Math.abs(Date.now() - Date.parse(when)) < 600_000);
  });
});
