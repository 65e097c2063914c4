import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test, type TestContext } from 'node:test';
import { createNetwork } from '../../../../src/system/network.js';
import { beginTls } from '../../../../src/modules/jabber/xmpp/client-stream.js';
import { openedByServer } from '../../../../src/modules/jabber/xmpp/server-stream.js';
import { StanzaError } from '../../../../src/modules/jabber/xmpp/stanza-error.js';
import { XmppStream } from '../../../../src/modules/jabber/xmpp/stream.js';

const STREAMS = 'http://etherx.jabber.org/streams';
const HEADER = `<stream:stream xmlns='jabber:server' xmlns:stream='${STREAMS}' id='1'>`;

/** A stream to a server that answers each piece it is sent with the next of these. */
async function streamTo(context: TestContext, ...answers: readonly string[]): Promise<XmppStream> {
  const left = [...answers];
  const server = createServer((socket) => {
    socket.on('error', () => undefined).on('data', () => socket.write(left.shift() ?? ''));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const where = server.address();
  assert.ok(where !== null && typeof where === 'object');
  const connection = await createNetwork().connect({ host: '127.0.0.1', port: where.port }, 2);
  context.after(() => {
    connection.close();
    server.close();
  });
  return new XmppStream(connection);
}

test('of the reason why a server ends a stream only what RFC 6120 lists is shown', async (context) => {
  const failure = (name: string): string => `${HEADER}<stream:error><${name}/></stream:error>`;
  const known = await streamTo(context, failure('host-unknown'));
  const opened = (stream: XmppStream) => openedByServer(stream, { to: 'chat.lan' }, 2);
  await assert.rejects(opened(known), { message: 'The server closed the stream (host-unknown).' });
  const own = await streamTo(context, failure(`visit-${'x'.repeat(1000)}`));
  await assert.rejects(opened(own), { message: 'The server closed the stream.' });
  const refused = new StanzaError('friends.lan', 'x'.repeat(1000));
  assert.equal(refused.message, `friends.lan refused the request (${'x'.repeat(50)}…).`);
});

test('what a server sends instead of an answer is not repeated', async (context) => {
  const opened = (stream: XmppStream) => openedByServer(stream, { to: 'chat.lan' }, 2);
  await assert.rejects(opened(await streamTo(context, `${HEADER}<pay-me/>`)), {
    message: 'The server does not say what it offers.',
  });
  const answering = async (answer: string): Promise<unknown> => {
    const stream = await streamTo(context, `${HEADER}<stream:features/>`, answer);
    await opened(stream);
    return beginTls(stream, { domain: 'chat.lan', seconds: 2 });
  };
  await assert.rejects(answering('<pay-me/>'), { message: 'The server did not accept STARTTLS.' });
  await assert.rejects(answering('<a></pay-me>'), { message: 'The server sent no valid XML.' });
});
