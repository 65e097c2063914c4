import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { test } from 'node:test';
import { openBrowser, openPage } from '../helpers/browser.js';
import { freePort } from '../helpers/ports.js';
import { startWebServer, webServers } from '../helpers/web-servers.js';
import { PASSWORD, startPanel } from './test-panel.js';

for (const server of webServers) {
  test(
    `behind ${server.name}: signing in, staying signed in, events as they happen`,
    { timeout: 120_000 },
    async (context) => {
      const panel = await startPanel(context);
      const port = await freePort();
      await startWebServer(context, server, { port, panel: panel.port });
      const browser = await openBrowser(context);
      const page = await openPage(browser, `https://localhost:${port}`, { ignoreHTTPSErrors: true });
      await page.goto('/users/add');
      await page.getByLabel('User name').fill('admin');
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL('**/users/add');
      assert.equal(new URL(page.url()).port, String(port));

      const [answer] = await Promise.all([
        page.waitForResponse('**/session'),
        page.evaluate("document.getElementById('idle-stay').click()"),
      ]);
      assert.equal(answer.status(), 204);
      await page.goto('/jabber');
      await page.getByLabel('Domain Name').fill('chat.example.org');
      await page.getByRole('button', { name: 'Apply Changes' }).click();
      await page.getByText('Changes kept.').waitFor();

      await panel.save();
      const cookies = await page.context().cookies();
      const Cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
      const asked = request({
        host: '127.0.0.1',
        port,
        path: '/save-changes/events',
        headers: { Host: `localhost:${port}`, Cookie },
        servername: 'localhost',
        rejectUnauthorized: false,
      }).end();
      const stream = await new Promise<IncomingMessage>((resolve, reject) => {
        asked.on('response', resolve).on('error', reject);
      });
      context.after(() => stream.destroy());
      assert.equal(stream.headers['content-type'], 'text/event-stream; charset=utf-8');
      await once(stream, 'data');
      assert.equal(stream.complete, false, 'the event came while the answer went on');
    },
  );
}
