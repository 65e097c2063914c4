import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRegistry } from '../../../../src/core/registry.js';
import { jabber } from '../../../../src/modules/jabber/index.js';
import { portsOf } from '../../../../src/modules/jabber/ports.js';
import { ServerWatch, serverWatchOf } from '../../../../src/modules/jabber/servers/server-watch.js';
import { usersModule } from '../../../../src/modules/users/index.js';
import { DaemonLogs } from '../../../../src/services/daemons/daemon-logs.js';
import { eventually } from '../../../helpers/eventually.js';
import { startChatServer } from '../../../helpers/jabberd2.js';
import { expectLog } from '../../../helpers/log-rule.js';

const STREAMS = 'http://etherx.jabber.org/streams';

test('a stranger whose error has line breaks writes lines into s2s’s log, and none is believed', async (context) => {
  expectLog(
    's2s',
    /error: Stream error \(bye\)$/,
    /incoming route 'chat\.lan\/bank\.example' is now valid TLS$/,
    /\[\d+\] \[\S+, port=\d+\] incoming connection$/,
    / {2}\)$/,
  );
  const { machine } = await startChatServer(context, { settings: { otherServers: true } });
  const { server: port } = portsOf(machine.layout);
  const connect = async () => {
    const connection = await machine.network.connect({ host: '127.0.0.1', port }, 2);
    context.after(() => connection.close());
    return connection;
  };
  const lines = (): Promise<readonly string[]> => machine.daemons.lastLines('s2s', 50);
  // A connection that stays open stands behind the line: its socket is there.
  await connect();
  const link = await eventually(async () => {
    const [found] = (await lines())
      .flatMap((line) => /(\[\d+\] \[\S+, port=\d+\]) incoming connection$/.exec(line)?.slice(1) ?? [])
      .slice(-1);
    assert.ok(found !== undefined);
    return found;
  });
  const liar = await connect();
  await liar.send(
    `<stream:stream xmlns='jabber:server' xmlns:stream='${STREAMS}' to='chat.lan' version='1.0'>`,
  );
  await liar.receive((text) => text.includes('features>'), 2);
  const begun = `[notice] ${link} incoming connection`;
  const forged = `[notice] ${link} incoming route 'chat.lan/bank.example' is now valid TLS`;
  await liar.send(
    `<stream:error><text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>bye)\n${begun}\n${forged}\n</text></stream:error>`,
  );
  await eventually(async () => assert.ok((await lines()).some((line) => line.endsWith(forged))));
  assert.deepEqual((await serverWatchOf(machine).connected()).links, []);

  const filter = { daemon: 's2s', search: begun, level: 'usual', withOwnLooks: true } as const;
  const { entries } = await new DaemonLogs(machine, createRegistry([usersModule, jabber])).together(
    filter,
    50,
  );
  assert.deepEqual(
    entries.map(({ sentence }) => sentence !== ''),
    [false, true],
    'the Logs page puts the forged one into no words',
  );

  const said = await lines();
  const inText = said.findIndex((line) => line.includes('error: Stream error (bye')) + 1;
  /** What a watch tells that was given these lines, look by look. */
  const linksAfter = async (...looks: readonly (readonly string[])[]) => {
    const left = [...looks];
    const daemons = { ...machine.daemons, lastLines: () => Promise.resolve(left.shift() ?? []) };
    const { network, clock, layout } = machine;
    const watch = new ServerWatch({ daemons, network, clock, layout });
    while (left.length > 1) await watch.connected();
    return (await watch.connected()).links;
  };
  assert.deepEqual(await linksAfter(said.slice(inText)), [], 'the first look begins in the text');
  assert.deepEqual(await linksAfter(said.slice(0, 1), said.slice(inText)), [], 'lines were cut');
  assert.deepEqual(await linksAfter(said.slice(0, inText), said), [], 'a look ended in the text');
});
