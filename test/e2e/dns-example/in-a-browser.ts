import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, openPage } from '../../helpers/browser.js';
import { ISLAND_ADDRESS } from '../../helpers/island.js';
import {
  addUser,
  enableModules,
  PASSWORD,
  saveChanges,
  setUpJabber,
  signInToPanel,
} from '../../helpers/panel-acts.js';
import { startPanel } from '../../helpers/panel-process.js';
import { signIn } from '../../helpers/xmpp-client.js';
import { expectClientsFromHere } from './logs.js';
import { chatRecords, lookedUp } from './lookups.js';

const here = [ISLAND_ADDRESS];

test('the practical example, word for word', async (context) => {
  expectClientsFromHere();
  assert.notEqual(process.getuid?.(), 0);
  // The browser first: one that stayed open would keep this process.
  const browser = await openBrowser(context);
  const panel = await startPanel(context);
  const { client, clientTls } = panel.ports;
  const page = await openPage(browser, panel.address);
  await signInToPanel(page);

  await enableModules(page, ['DNS', 'Jabber']);
  await page.getByRole('link', { name: 'DNS', exact: true }).click();
  await page.getByRole('link', { name: 'Add Domain' }).click();
  await page.getByLabel('Domain').fill('school.lan');
  await page.getByLabel('IP address').fill(ISLAND_ADDRESS);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'No, only about my own domains' }).click();
  await page.getByRole('heading', { name: 'Domain: school.lan', level: 1 }).waitFor();
  await setUpJabber(page, { domain: 'chat.school.lan' });
  await addUser(page, { userName: 'alice' });
  assert.match(await saveChanges(page), /Changes saved/);

  assert.deepEqual(await lookedUp('A', 'school.lan'), here);
  assert.deepEqual(await chatRecords('chat.school.lan'), {
    'chat.school.lan': here,
    '_xmpp-client._tcp.chat.school.lan': [`${client} chat.school.lan`],
    '_xmpps-client._tcp.chat.school.lan': [`${clientTls} chat.school.lan`],
  });
  const alice = await signIn(context, { domain: 'chat.school.lan', username: 'alice', password: PASSWORD });
  assert.match(alice.jid, /^alice@chat\.school\.lan\//);
});
