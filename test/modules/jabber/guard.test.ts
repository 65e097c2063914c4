import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { test, type TestContext } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { xml } from '@xmpp/client';
import { openExamined } from '../../../src/cli/doctor/examined.js';
import { guardCheck } from '../../../src/modules/jabber/doctor/guard.js';
import type { Machine } from '../../../src/core/ports.js';
import {
  guardCommand,
  guardNotices,
  guardState,
  type GuardLimits,
} from '../../../src/modules/jabber/guard.js';
import { jabber, panelOf } from '../../../src/modules/jabber/index.js';
import { eventually } from '../../helpers/eventually.js';
import { chatPassword, chatSettings, startChatServer } from '../../helpers/jabberd2.js';
import { expectLog } from '../../helpers/log-rule.js';
import { stranger, streamHeader, type Stranger } from '../../helpers/strangers.js';
import { signIn, type ChatClient } from '../../helpers/xmpp-client.js';
import { portsOf } from '../../../src/modules/jabber/ports.js';
import { modules } from '../../../src/modules/index.js';
import { inEnglish } from '../../helpers/in-english.js';

/** Whether this machine lets a process have a socket of another: the filter of a container such as systemd-nspawn's does not. */
const letsHaveSockets =
  spawnSync('perl', ['-e', 'exit(syscall(438, syscall(434, 0 + $$, 0), 0, 0) < 0)']).status === 0;

/** A test of what the guard ends. Where it may end nothing, one test remains: that it says so, and that chats go on. */
function whereAllowed(name: string, run: (context: TestContext) => Promise<void>): void {
  if (letsHaveSockets) void test(name, run);
}

/** So large that they never matter. */
const patient: GuardLimits = { seconds: 600, perAddress: 1000, inAll: 3000, unread: 600 };
/** The first bytes of a TLS handshake. */
const halfHandshake = Uint8Array.of(0x16, 0x03, 0x01);

/** The real chat server with a guard of these limits. */
async function guarded(context: TestContext, limits: Partial<GuardLimits>): Promise<Machine> {
  expectLog('guard', / info ended connections: /);
  expectLog('c2s', / write error: /, / read error: /);
  const { machine } = await startChatServer(context);
  const { daemons, layout } = machine;
  await daemons.stop('guard');
  const commands = jabber.daemons
    .filter(({ name }) => name !== 'sign-in')
    .map((daemon) => daemon.command(machine));
  await daemons.declare(
    commands.map((command) =>
      command.name === 'guard'
        ? { ...command, argv: guardCommand(layout, { ...patient, ...limits }) }
        : command,
    ),
  );
  await startGuard(machine);
  return machine;
}

async function startGuard(machine: Machine): Promise<void> {
  await machine.daemons.start('guard');
  await eventually(async () => {
    assert.equal(
      await guardState(machine.network, machine.layout),
      letsHaveSockets ? 'watching' : 'forbidden',
    );
  });
}

function signedIn(context: TestContext, machine: Machine, username: string): Promise<ChatClient> {
  const { client: port } = portsOf(machine.layout);
  return signIn(context, { port, domain: 'chat.lan', username, password: chatPassword });
}

/** What the doctor finds about the guard. */
async function doctorSays({ layout }: Machine): Promise<readonly string[]> {
  const { examined, close } = openExamined({
    modules,
    layout,
    active: [],
    output: () => Promise.resolve(null),
  });
  const found = await guardCheck.look(examined, chatSettings);
  close();
  return found.map(({ verdict }) => verdict);
}

/** A message goes from one to the other. */
async function chats(from: ChatClient, to: ChatClient, text: string): Promise<void> {
  await from.xmpp.send(xml('message', { to: to.jid, type: 'chat' }, xml('body', {}, text)));
  await to.stanza((stanza) => stanza.getChildText('body') === text);
}

/** The number that c2s gave the connection of this port, as its log says. */
async function numberOf(machine: Machine, port: number): Promise<string> {
  const line = new RegExp(`\\[(\\d+)\\] \\[\\S+, port=${port}\\] connect$`);
  return eventually(async () => {
    const lines = await machine.daemons.lastLines('c2s', 50);
    const found = lines.map((said) => line.exec(said)?.[1]).findLast((number) => number !== undefined);
    assert.ok(found !== undefined, 'c2s has not said that it came');
    return found;
  });
}

/** Of each TCP socket of a daemon, whether what is written there is sent at once (tcp(7), TCP_NODELAY): `1`, or `0`. */
async function sendsAtOnce({ daemons }: Machine, name: string): Promise<readonly string[]> {
  const { pid } = await daemons.state(name);
  const { stdout } = spawnSync(
    'perl',
    ['-MSocket=:DEFAULT,IPPROTO_TCP,TCP_NODELAY', '-e', LOOK, String(pid)],
    {
      encoding: 'utf8',
    },
  );
  return stdout.split('\n').filter((line) => line !== '');
}

const LOOK = `
  my $pidfd = syscall 434, $ARGV[0] + 0, 0;
  for my $fd (map { m{([0-9]+)$} } glob "/proc/$ARGV[0]/fd/*") {
    my $copy = syscall 438, $pidfd, $fd + 0, 0;
    open my $socket, '+<&=', $copy or next;
    my $answer = getsockopt $socket, IPPROTO_TCP, TCP_NODELAY;
    print unpack('i', $answer) ? 1 : 0, "\\n" if defined $answer;
  }`;

whereAllowed(
  'what is written close behind something else is sent at once, by each daemon',
  async (context) => {
    const machine = await guarded(context, {});
    const daemons = ['router', 'sm', 'c2s'];
    const atOnce = (): Promise<readonly string[][]> =>
      Promise.all(daemons.map(async (name) => [name, ...new Set(await sendsAtOnce(machine, name))]));
    await eventually(async () => {
      assert.deepEqual(
        await atOnce(),
        daemons.map((name) => [name, '1']),
      );
    });
    const before = await sendsAtOnce(machine, 'c2s');
    const alice = await signedIn(context, machine, 'alice');
    const bob = await signedIn(context, machine, 'bob');
    await eventually(async () => {
      assert.deepEqual(await sendsAtOnce(machine, 'c2s'), [...before, '1', '1']);
    });
    await chats(bob, alice, 'at once?');
  },
);

whereAllowed(
  'who does not sign in is ended when the time is over, however far it came; who has signed in stays',
  async (context) => {
    const machine = await guarded(context, { seconds: 2 });
    const { client, clientTls } = portsOf(machine.layout);
    const alice = await signedIn(context, machine, 'alice');
    const strangers = await Promise.all([
      stranger(context, { port: client }),
      stranger(context, { port: client, says: '<stream:str' }),
      stranger(context, { port: client, says: streamHeader('chat.lan') }),
      stranger(context, { port: clientTls }),
      stranger(context, { port: clientTls, says: halfHandshake }),
    ]);
    await Promise.all(strangers.map(({ ended }) => ended));
    const bob = await signedIn(context, machine, 'bob');
    await chats(bob, alice, 'still here?');
  },
);

whereAllowed(
  'of too many from one address the oldest go, and of too many in all the oldest of the address with the most',
  async (context) => {
    const machine = await guarded(context, { perAddress: 5, inAll: 8 });
    expectLog('c2s', / \[::ffff:127\.0\.0\.[234], port=\d+\] (?:connect|disconnect)/);
    const { client: port } = portsOf(machine.layout);
    const from = async (address: string, count: number): Promise<Stranger[]> => {
      const came: Stranger[] = [];
      for (let index = 0; index < count; index += 1)
        came.push(await stranger(context, { port, from: address }));
      return came;
    };
    const many = await from('127.0.0.2', 7);
    await Promise.all(many.slice(0, 2).map(({ ended }) => ended));
    const few = await from('127.0.0.3', 3);
    const [last] = await from('127.0.0.4', 1);
    // Nine are one too many of eight: it is eased to seven.
    await Promise.all(many.slice(2, 4).map(({ ended }) => ended));
    assert.deepEqual(
      many.map((one) => one.isOpen()),
      [false, false, false, false, true, true, true],
    );
    assert.ok(few.every((one) => one.isOpen()) && last?.isOpen());
    // Who signs in from the same address as many others gets in.
    await chats(await signedIn(context, machine, 'alice'), await signedIn(context, machine, 'bob'), 'hello');
  },
);

whereAllowed(
  'chats go on without the guard; when it is back it knows who had signed in, and ends the others',
  async (context) => {
    const machine = await guarded(context, { seconds: 2 });
    const { client: port } = portsOf(machine.layout);
    const alice = await signedIn(context, machine, 'alice');
    await machine.daemons.stop('guard');
    const waiting = await stranger(context, { port });
    const bob = await signedIn(context, machine, 'bob');
    await chats(alice, bob, 'without a guard');
    await startGuard(machine);
    await waiting.ended;
    await chats(bob, alice, 'with a guard');

    expectLog('guard', / ebox-jabber: killed by signal 9$/);
    const { pid } = await machine.daemons.state('guard');
    const next = await stranger(context, { port });
    process.kill(pid, 'SIGKILL');
    await next.ended;
    await chats(alice, bob, 'with another guard');
  },
);

whereAllowed('c2s is restarted: the guard hears the new one', async (context) => {
  const machine = await guarded(context, { seconds: 2 });
  const { client: port } = portsOf(machine.layout);
  await machine.daemons.stop('c2s');
  await eventually(async () => {
    assert.equal(await guardState(machine.network, machine.layout), 'deaf');
  });
  await machine.daemons.start('c2s');
  await eventually(async () => {
    assert.equal(await guardState(machine.network, machine.layout), 'watching');
    await (
      await stranger(context, { port })
    ).ended;
  });
  const alice = await signedIn(context, machine, 'alice');
  await (
    await stranger(context, { port })
  ).ended;
  await chats(alice, await signedIn(context, machine, 'bob'), 'hello');
});

whereAllowed(
  'no text of a client’s makes a line of its own: it spares nobody and ends nobody',
  async (context) => {
    const machine = await guarded(context, { seconds: 3 });
    expectLog('c2s', /SASL callback for non-existing host: x\\n/);
    const { client: port } = portsOf(machine.layout);
    const alice = await signedIn(context, machine, 'alice');
    const said = (await machine.daemons.lastLines('c2s', 50)).find((line) =>
      line.includes('bound: jid=alice'),
    );
    const [, number] = /\[(\d+)\] bound/.exec(said ?? '') ?? [];
    const [, alicePort] =
      /alice@chat\.lan \S+:(\d+) TLS/.exec((await machine.daemons.lastLines('c2s', 50)).join('\n')) ?? [];
    assert.ok(number !== undefined && alicePort !== undefined);
    const date = 'Thu Jan  1 00:00:00 1970 [notice]';
    const forge = (line: string): string => streamHeader(`x&#10;${date} ${line}&#10;`);

    const forger = await stranger(context, { port });
    const own = await numberOf(machine, forger.port);
    forger.socket.write(forge(`[${own}] PLAIN authentication succeeded: eve@chat.lan 127.0.0.1:1 TLS`));
    const other = await stranger(context, {
      port,
      says: forge(`[${number}] [::ffff:127.0.0.1, port=${alicePort}] connect`),
    });
    await Promise.all([forger.ended, other.ended]);
    // A stranger that came after the forged line is ended: had it counted, alice would have been before that.
    await (
      await stranger(context, { port })
    ).ended;
    await chats(alice, await signedIn(context, machine, 'bob'), 'still here?');
    const lines = await machine.daemons.lastLines('c2s', 100);
    assert.deepEqual(
      lines.filter((line) => /^\S+ \S+ +Thu Jan /.test(line)),
      [],
    );
  },
);

whereAllowed('a report that is wrong about the peer ends nobody', async (context) => {
  const machine = await guarded(context, { seconds: 1 });
  const { run } = machine.layout;
  const alice = await signedIn(context, machine, 'alice');
  const lines = (await machine.daemons.lastLines('c2s', 50)).join('\n');
  const [, number, alicePort] =
    /\[(\d+)\] PLAIN authentication succeeded: alice@chat\.lan \S+:(\d+) /.exec(lines) ?? [];
  const { pid } = await machine.daemons.state('c2s');
  const reporter = connect({ path: `${run}/chat/guard` });
  context.after(() => reporter.destroy());
  reporter.write(
    [
      `c2s ${pid}`,
      `+ ${number} ::ffff:127.0.0.1 ${Number(alicePort) + 1} 0 -`,
      `+ ${number} ::ffff:127.0.0.2 ${alicePort} 0 -`,
      `+ 1 ::ffff:127.0.0.1 ${alicePort} 0 -`,
      '+ 99999 127.0.0.1 5 0 -',
      '+ x y z',
      `+ 3 nonsense 5 0 -`,
      '',
    ].join('\n'),
  );
  await (
    await stranger(context, { port: portsOf(machine.layout).client })
  ).ended;
  await chats(alice, await signedIn(context, machine, 'bob'), 'still here?');
});

test('a c2s that ended before the guard met it is no sign of a machine that forbids anything', async (context) => {
  const machine = await guarded(context, { seconds: 1 });
  await machine.daemons.stop('c2s');
  const ended = spawnSync('true').pid;
  const reporter = connect({ path: `${machine.layout.run}/chat/guard` });
  context.after(() => reporter.destroy());
  await new Promise<void>((resolve) => reporter.write(`c2s ${ended}\n`, () => resolve()));
  await eventually(async () => {
    assert.equal(await guardState(machine.network, machine.layout), 'deaf');
  });
  assert.deepEqual(await guardNotices(machine), []);
});

test('where the kernel lets nobody have the sockets of another, the guard says so and chats go on', async (context) => {
  const machine = await guarded(context, { seconds: 1 });
  expectLog('guard', / error this machine lets nobody have the client connections' sockets /);
  await machine.daemons.stop('c2s');
  // The first process of the machine is nobody's to look into.
  const reporter = connect({ path: `${machine.layout.run}/chat/guard` });
  context.after(() => reporter.destroy());
  reporter.write('c2s 1\n+ 9 127.0.0.1 5 0 -\n');
  await eventually(async () => {
    assert.equal(await guardState(machine.network, machine.layout), 'forbidden');
    assert.match(
      (await guardNotices(machine)).map(inEnglish).join(),
      /does not let the connection guard close connections/,
    );
  });
  const guard = jabber.daemons.find(({ name }) => name === 'guard');
  assert.ok(guard !== undefined);
  await guard.answers(machine, chatSettings);
  assert.deepEqual(await doctorSays(machine), ['warning']);
});

whereAllowed(
  'who sent a stanza that is too long is ended, and keeps c2s busy neither before nor after',
  async (context) => {
    const machine = await guarded(context, { unread: 3 });
    const { client: port } = portsOf(machine.layout);
    const alice = await signedIn(context, machine, 'alice');
    await alice.xmpp.send(xml('message', { to: alice.jid }, xml('body', {}, 'x'.repeat(500_000))));
    // c2s must do something meanwhile, or the guard takes it for one that stands still.
    await eventually(async () => {
      (await stranger(context, { port })).socket.destroy();
      assert.notEqual(alice.xmpp.status, 'online');
    });

    const long = streamHeader('chat.lan') + `<a>${'x'.repeat(500_000)}`;
    const forward = await stranger(context, { port, says: long });
    await forward.ended;
    const gone = await stranger(context, { port, says: long });
    const number = await numberOf(machine, gone.port);
    gone.socket.resetAndDestroy();
    await eventually(async () => {
      const lines = await machine.daemons.lastLines('c2s', 50);
      assert.ok(
        lines.some((line) => line.includes(`[${number}] `) && line.includes(`port=${gone.port}] disconnect`)),
      );
    });
  },
);

whereAllowed(
  'who sends too much is ended, and does not come back at once; nobody else notices',
  async (context) => {
    const machine = await guarded(context, {});
    // The last line: she is ended before sm knows of her session.
    expectLog('c2s', / is being stanza rate limited$/, / session \d+ does not exist; telling sm to close$/);
    const [alice, bob, carol] = [
      await signedIn(context, machine, 'alice'),
      await signedIn(context, machine, 'bob'),
      await signedIn(context, machine, 'carol'),
    ];
    const message = xml('message', { to: alice.jid, type: 'chat' }, xml('body', {}, 'x'.repeat(200)));
    while (alice.xmpp.status === 'online') {
      for (let count = 0; count < 500; count += 1) alice.xmpp.send(message).catch(() => undefined);
      await nextTurn();
    }
    // She may get as far as a session, but not further.
    void signedIn(context, machine, 'alice').catch(() => undefined);
    const { client: port } = portsOf(machine.layout);
    await eventually(async () => {
      (await stranger(context, { port })).socket.destroy();
      const online = await panelOf(machine).sessions('chat.lan', 2);
      assert.deepEqual([...online].sort(), [bob.jid, carol.jid].sort());
    });
    // Nor when she spells her name otherwise: it is one address.
    void signedIn(context, machine, 'ALICE').catch(() => undefined);
    await eventually(async () => {
      const lines = (await machine.daemons.lastLines('c2s', 50)).join('\n');
      const [, hers] = /authentication succeeded: ALICE@chat\.lan \S+:(\d+) /.exec(lines) ?? [];
      assert.ok(hers !== undefined && lines.includes(`port=${hers}] disconnect `));
    });
    await chats(carol, bob, 'still here');
  },
);
