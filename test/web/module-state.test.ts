import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startPanel } from './test-panel.js';

test('ticking a module that was never set up leads to the consent page, and Accept turns it on with what it needs', async (context) => {
  const { administrator, panel } = await startPanel(context);
  const browser = administrator();
  await browser.get('/module-state');
  const consent = await browser.follow(await browser.post('/module-state', { _enabled: '', jabber: 'on' }));

  assert.match(
    consent.text,
    /Actions to perform[^]*Make the folder of the directory[^]*Make secrets for the daemons/,
  );
  assert.match(consent.text, /Files to modify[^]*current\/slapd\/slapd.conf[^]*current\/jabberd2\/c2s.xml/);
  assert.match(consent.text, /Users and Groups is enabled too, because Jabber depends on it/);
  assert.deepEqual(
    panel.modules.rows().map((row) => row.enabled),
    [false, false],
  );

  const done = await browser.follow(await browser.post('/module-state/enable', { modules: 'jabber' }));
  assert.match(done.text, /Users and Groups is enabled\. Jabber starts when you press Save Changes\./);
  assert.deepEqual(
    panel.modules.rows().map((row) => row.enabled),
    [true, true],
  );
});
