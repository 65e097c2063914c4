import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import type { Finding } from '../../../../../src/core/finding.js';
import { english } from '../../../../../src/core/words/english.js';
import { portsOf } from '../../../../../src/modules/jabber/ports.js';
import { serverWatchOf } from '../../../../../src/modules/jabber/servers/server-watch.js';
import { serverTestsOf } from '../../../../../src/modules/jabber/servers/test/server-test.js';
import { ISLAND_ADDRESS } from '../../../../helpers/island.js';
import { startChatServer, type ChatServer } from '../../../../helpers/jabberd2.js';
import { expectLog } from '../../../../helpers/log-rule.js';
import { freePort } from '../../../../helpers/ports.js';
import { serveZone } from './zone.js';

const address = ISLAND_ADDRESS.replaceAll('.', '\\.');
const peer = `\\[\\d+\\] \\[(?:::ffff:)?(?:${address}|127\\.0\\.0\\.1), port=\\d+\\]`;

/** What two servers that talk to each other say, and what one says of another that fails. */
function expectTalk(): void {
  expectLog(
    's2s',
    new RegExp(
      `${peer} (?:incoming connection|incoming stream online|outgoing connection for|disconnect, packets)`,
    ),
    new RegExp(`${peer} (?:sending|received) dialback auth request for route`),
    new RegExp(`${peer} (?:incoming|outgoing) route '[^']+' is now valid TLS$`),
    new RegExp(`${peer} checking dialback verification from \\S+: sending valid$`),
    new RegExp(
      `${peer} (?:(?:read|write) error|connection to \\S+ timed out|dialback for \\S+ route \\S+ timed out|error: )`,
    ),
    new RegExp(
      `${peer} (?:dialback verify request timed out|closing connection|retry limit|using connection)`,
    ),
    /dns lookup for \S+ (?:returned \d+ results? \(ttl \d+\)|timed out)$/,
  );
}

/** A server on the island; what it may say is expected when its logs are judged. */
async function islandServer(
  context: TestContext,
  settings: Parameters<typeof startChatServer>[1],
): Promise<ChatServer> {
  // Each machine that ends takes along what was expected until then.
  context.after(expectTalk);
  return startChatServer(context, settings);
}

async function listener(context: TestContext, act: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    act(socket);
  });
  server.listen(0, ISLAND_ADDRESS);
  await once(server, 'listening');
  context.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const where = server.address();
  assert.ok(where !== null && typeof where === 'object');
  return where.port;
}

/** Tests a domain to the end. Returns "verdict: sentence" by the name of the step. */
async function tested(
  { machine, settings }: ChatServer,
  domain: string,
): Promise<ReadonlyMap<string, string>> {
  const tests = serverTestsOf(machine);
  assert.equal(tests.start({ machine, settings, domain }), true);
  assert.equal(tests.start({ machine, settings, domain: 'another.lan' }), false, 'one at a time');
  await tests.ended();
  const last = tests.last();
  assert.equal(last?.domain, domain);
  assert.equal(last.now, '');
  const line = ({ verdict, sentence }: Finding): string => `${verdict}: ${english(sentence)}`;
  return new Map(last.findings.map((finding) => [finding.subject, line(finding)]));
}

test('other servers are tested, step by step, with a real DNS and real servers', async (context) => {
  const closed = await freePort();
  const silent = await listener(context, () => undefined);
  const web = await listener(context, (socket) =>
    socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
  );
  const flood = await listener(context, (socket) => {
    socket.write(
      `<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' id='1'>`,
    );
    socket.write(`<stream:features>${'<x>'.repeat(40)}${'a'.repeat(500_000)}`);
  });
  const open = { otherServers: true, ssl: 'required' } as const;
  const home = await islandServer(context, { settings: { ...open, domain: 'home.lan' } });
  const friends = await islandServer(context, { settings: { ...open, domain: 'friends.lan' } });
  const service = (name: string, port: number): string =>
    `_xmpp-server._tcp.${name} IN SRV 0 5 ${port} host.lan.`;
  await serveZone(context, [
    `host IN A ${ISLAND_ADDRESS}`,
    service('home', portsOf(home.machine.layout).server),
    service('friends', portsOf(friends.machine.layout).server),
    service('alias', portsOf(friends.machine.layout).server),
    service('closed', closed),
    service('silent', silent),
    service('web', web),
    service('flood', flood),
    `_xmpp-server._tcp.loop IN SRV 0 5 ${closed} self.lan.`,
    'self IN A 127.0.0.1',
    `norecord IN A ${ISLAND_ADDRESS}`,
    '_xmpps-server._tcp.direct IN SRV 0 5 5270 host.lan.',
    `direct IN A ${ISLAND_ADDRESS}`,
    `hidden IN TXT "no server"`,
  ]);

  await context.test('a server that is all right, to the answer', async () => {
    const steps = await tested(home, 'friends.lan');
    assert.match(
      steps.get('records') ?? '',
      /^ok: _xmpp-server\._tcp\.friends\.lan leads to host\.lan:\d+\.$/,
    );
    assert.equal(steps.get('addresses'), `ok: host.lan leads to ${ISLAND_ADDRESS}.`);
    assert.match(steps.get('connection') ?? '', /^ok: 10\.77\.0\.1 takes connections on port \d+\.$/);
    assert.equal(steps.get('stream'), 'ok: A chat server answers for friends.lan.');
    assert.equal(steps.get('encryption'), 'ok: The connection is encrypted (STARTTLS).');
    assert.equal(steps.get('certificate-name'), 'ok: The certificate is for friends.lan.');
    assert.match(steps.get('certificate-dates') ?? '', /^ok: The certificate is valid until /);
    assert.equal(steps.get('certificate-issuer'), 'warning: The certificate is self-signed.');
    assert.match(steps.get('dialback') ?? '', /^ok: friends\.lan /);
    assert.equal(steps.get('answer'), 'ok: friends.lan answered: messages go both ways.');
  });

  await context.test('the servers that are connected are told, from log and sockets', async () => {
    const { links, isFromSockets } = await serverWatchOf(home.machine).connected();
    assert.equal(isFromSockets, true);
    assert.deepEqual(
      links
        .map(({ domain, direction, address, isEncrypted }) => ({ domain, direction, address, isEncrypted }))
        .sort((one, other) => (one.direction < other.direction ? -1 : 1)),
      [
        { domain: 'friends.lan', direction: 'in', address: ISLAND_ADDRESS, isEncrypted: true },
        { domain: 'friends.lan', direction: 'out', address: ISLAND_ADDRESS, isEncrypted: true },
      ],
    );
  });

  await context.test('a certificate for another domain', async () => {
    const steps = await tested(home, 'alias.lan');
    assert.equal(
      steps.get('certificate-name'),
      'warning: The certificate is not for alias.lan, but for friends.lan and conference.friends.lan.',
    );
    assert.equal(steps.get('answer'), 'problem: The other server answered that it has no alias.lan.');
  });

  await context.test('a port that is closed', async () => {
    const steps = await tested(home, 'closed.lan');
    assert.match(
      steps.get('connection') ?? '',
      /^problem: No connection came about\. 10\.77\.0\.1, port \d+: The connection was refused\.$/,
    );
    assert.equal(steps.has('stream'), false);
    assert.equal(
      steps.get('answer'),
      'problem: Asked through this server, closed.lan gave no answer. The other server refused the connection.',
    );
  });

  await context.test('no SRV record: the host itself on 5269, as s2s does', async () => {
    const steps = await tested(home, 'norecord.lan');
    assert.match(
      steps.get('records') ?? '',
      /^warning: .* does not exist\. This server asks norecord\.lan itself/,
    );
    assert.match(steps.get('connection') ?? '', /^problem: .*10\.77\.0\.1, port 5269/);
    const direct = await tested(home, 'direct.lan');
    assert.match(direct.get('records') ?? '', /^warning: direct\.lan has a DNS record for direct TLS only/);
  });

  await context.test('no such domain, and one that leads every machine to itself', async () => {
    const steps = await tested(home, 'nobody.lan');
    assert.equal(steps.get('addresses'), 'problem: The DNS has no address of nobody.lan.');
    assert.match(steps.get('answer') ?? '', /^problem: .*The DNS knows no server of this name\.$/);
    const loop = await tested(home, 'loop.lan');
    assert.match(
      loop.get('addresses') ?? '',
      /^problem: self\.lan leads to 127\.0\.0\.1, where this server reaches/,
    );
    assert.equal(loop.has('connection'), false);
  });

  await context.test('a server that never says anything', async () => {
    const steps = await tested(home, 'silent.lan');
    assert.match(steps.get('connection') ?? '', /^ok: /);
    assert.match(steps.get('stream') ?? '', /^problem: .*No answer within 5 s\.$/);
    assert.match(steps.get('answer') ?? '', /^problem: /);
  });

  await context.test('another program, and one that floods', async () => {
    const steps = await tested(home, 'web.lan');
    assert.match(
      steps.get('stream') ?? '',
      /^problem: No chat server answers for web\.lan: Another program answers/,
    );
    const flooded = await tested(home, 'flood.lan');
    assert.match(flooded.get('stream') ?? '', /^problem: .*too long/);
  });

  await context.test('a server that the list does not allow is not asked at all', async () => {
    const settings = { ...home.settings, allowedServers: ['else.lan'] };
    const steps = await tested({ ...home, settings }, 'friends.lan');
    assert.deepEqual([...steps.keys()], ['allowed']);
  });

  await context.test('a server that cannot reach back', async () => {
    await home.change({ domain: 'hidden.lan' });
    const steps = await tested(home, 'friends.lan');
    assert.equal(steps.get('stream'), 'ok: A chat server answers for friends.lan.');
    assert.match(
      steps.get('answer') ?? '',
      // Whichever of the two gives up first.
      /^problem: .*(?:The proof of the domain \(dialback\) was not finished in time|could not verify the domain \(dialback\))\.$/,
    );
  });
});
