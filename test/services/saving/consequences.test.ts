import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enabledPanel } from '../../helpers/enabled-panel.js';
import { english } from '../../../src/core/words/english.js';
import { inEnglish } from '../../helpers/in-english.js';

test('what happens when a setting is changed, worked out from the real module', async (context) => {
  const enabled = await enabledPanel(context);
  const told = async (setting: string): Promise<readonly string[]> =>
    (await enabled.panel.consequences.all())
      .filter((consequence) => english(consequence.setting) === setting)
      .map(
        ({ before, after, files, daemons }) =>
          `${english(before)} → ${english(after)}: ${files.length > 0 ? 'files' : 'no file'}; ${daemons.map(inEnglish).join(', ')}`,
      );

  assert.deepEqual(await told('Enable Multi User Chat (MUC)'), ['no → yes: no file; Chat rooms']);
  assert.deepEqual(await told('Connect to other servers'), ['no → yes: no file; Other servers']);
  assert.deepEqual(await told('Jabber account for new users'), ['yes → no: no file; ']);
  for (const sentence of await told('SSL Support')) assert.match(sentence, /files; .*Client connections/);
  assert.equal((await told('SSL Support')).length, 2);
  assert.match(
    (await told('Domain Name')).join(''),
    /→ something else: files; .*Sessions.*Client connections/,
  );

  await enabled.save({ muc: true });
  assert.deepEqual(await told('Enable Multi User Chat (MUC)'), ['yes → no: no file; Chat rooms']);
});
