import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { testServer } from '../../../../src/modules/jabber/servers/acts.js';
import { serverWatchOf, type ConnectedServers } from '../../../../src/modules/jabber/servers/server-watch.js';
import { serverTestsOf } from '../../../../src/modules/jabber/servers/test/server-test.js';
import { startPanel, type TestPanel } from '../../../web/test-panel.js';

const at = Date.parse('2026-11-26T12:00:00Z');

/** A panel with a chat service that connects to other servers, as far as anyone tells. */
async function serversPanel(
  context: TestContext,
  known: Partial<ConnectedServers> | Error,
): Promise<TestPanel> {
  const panel = await startPanel(context);
  await panel.panel.modules.enable('jabber', 'admin');
  const { settings, version } = await panel.panel.draft.view('jabber');
  const values = { ...settings, otherServers: true, allowedServers: ['friends.lan'] };
  await panel.panel.draft.apply({ module: 'jabber', values, version, who: 'admin' });
  await panel.save();
  const empty = { links: [], failures: [], unproved: 0, isFromSockets: true };
  serverWatchOf(panel.machine).connected = () =>
    known instanceof Error ? Promise.reject(known) : Promise.resolve({ ...empty, ...known });
  return panel;
}

test('a server that keeps to itself says so', async (context) => {
  const panel = await startPanel(context);
  const browser = panel.administrator();
  assert.match((await browser.get('/servers')).text, /The chat service is disabled/);
  await panel.panel.modules.enable('jabber', 'admin');
  await panel.save();
  assert.match((await browser.get('/servers')).text, /does not connect to other servers/);
});

test('a log that cannot be read is not the same as no connection', async (context) => {
  const panel = await serversPanel(context, new Error('permission denied'));
  const page = await panel.administrator().get('/servers');
  assert.equal(page.status, 503);
  assert.match(page.text, /log of the connections to other servers cannot be read: permission denied/);
  assert.ok(!page.text.includes('No other server is connected'));
});

test('what is known of other servers is shown, escaped, and marked as what it is', async (context) => {
  const link = { address: '192.0.2.1', port: 4000, since: at, isEncrypted: false } as const;
  const panel = await serversPanel(context, {
    links: [
      { ...link, domain: 'friends.lan', direction: 'out' },
      { ...link, domain: '<b>.lan', direction: 'in', isEncrypted: true },
    ],
    failures: [{ domain: 'nobody.lan', at, kind: 'unknown-name' }],
    unproved: 2,
    isFromSockets: false,
  });
  const browser = panel.administrator();
  const { text } = await browser.get('/servers');
  assert.match(text, /Only these servers are allowed, with the domains below them: [^<]*friends\.lan/);
  assert.match(text, /Read from the log[^<]*The sockets could not be read now/);
  assert.match(text, /<bdi>&lt;b&gt;\.lan<\/bdi>[^]*From the other server[^]*Encrypted/);
  assert.match(text, /<bdi>friends\.lan<\/bdi>[^]*To the other server[^]*Not encrypted/);
  assert.match(text, /nobody\.lan[^]*The DNS knows no server of this name\./);
  assert.match(text, /2 more machines are connected/);
  const found = (await browser.get('/servers?direction=in')).text;
  assert.ok(found.includes('&lt;b&gt;.lan') && !found.includes('<bdi>friends.lan</bdi>'));
});

test('a test is begun for a domain, shown as it goes on, and written down', async (context) => {
  const panel = await serversPanel(context, {});
  const browser = panel.administrator();
  await browser.get('/servers');
  const wrong = await browser.post('/servers/test', { domain: '192.0.2.1' });
  assert.equal(wrong.status, 422);
  assert.match(
    wrong.text,
    /This looks like an IP address[^]*value="192\.0\.2\.1"|value="192\.0\.2\.1"[^]*This looks like an IP/,
  );
  const own = await browser.post('/servers/test', { domain: 'conference.chat.internal' });
  assert.match(own.text, /the domain of this server itself/);
  assert.equal(serverTestsOf(panel.machine).last(), null, 'nothing was begun');
  assert.equal((await browser.get('/servers/test')).headers.location, '/servers');

  // It is not allowed, so nothing is asked of any network.
  const begun = await browser.post('/servers/test', { domain: 'Stranger.lan' });
  assert.equal(begun.headers.location, '/servers/test');
  await serverTestsOf(panel.machine).ended();
  const page = await browser.get('/servers/test');
  assert.match(page.text, /Test of stranger\.lan[^]*stranger\.lan is no allowed server[^]*The test is over/);
  assert.ok(!page.text.includes('http-equiv="refresh"'));
  assert.match((await browser.get('/audit-log')).text, /Server stranger\.lan tested/);
});

test('a test for which the settings changed meanwhile is refused for what it is', async (context) => {
  const { machine } = await serversPanel(context, {});
  const came = await testServer({ machine, active: () => null }).do(
    { domain: 'friends.lan' },
    {
      actor: { who: 'admin', from: '', session: '' },
      answer: -1,
      record: () => Promise.reject(new Error('nothing was done')),
    },
  );
  assert.equal(came.kind, 'invalid');
  assert.equal(serverTestsOf(machine).last(), null);
});

test('a test that runs is shown again by itself, and another one waits', async (context) => {
  const panel = await serversPanel(context, {});
  const browser = panel.administrator();
  await browser.get('/servers');
  let answer: (found: null) => void = () => undefined;
  const asked = new Promise<null>((resolve) => (answer = resolve));
  panel.machine.resolver.services = () => asked;
  await browser.post('/servers/test', { domain: 'friends.lan' });
  const page = await browser.get('/servers/test');
  assert.match(page.text, /<noscript><meta http-equiv="refresh" content="2; url=\/servers\/test"/);
  assert.match(page.text, /Looking up the domain in the DNS/);
  const other = await browser.post('/servers/test', { domain: 'sub.friends.lan' });
  assert.match(other.text, /Another test runs[^]*value="sub\.friends\.lan"/);
  answer(null);
  await serverTestsOf(panel.machine).ended();
  assert.match((await browser.get('/servers/test')).text, /No DNS server answered[^]*The panel cannot ask/);
});
