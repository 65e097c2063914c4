import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BeforeSave } from '../../../../src/core/module/index.js';
import { english } from '../../../../src/core/words/english.js';
import { enabledPanel } from '../../../helpers/enabled-panel.js';

test('before a save that makes set-ups wrong', async (context) => {
  const { panel } = await enabledPanel(context, ['alice', 'bob']);
  const draft = async (settings: Readonly<Record<string, string>>): Promise<readonly BeforeSave[]> => {
    const { settings: now, version } = await panel.draft.view('jabber');
    await panel.draft.apply({ module: 'jabber', values: { ...now, ...settings }, version, who: 'admin' });
    return panel.beforeSaves.all();
  };

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
});
