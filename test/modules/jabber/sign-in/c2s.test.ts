import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Module } from '../../../../src/core/module/index.js';
import type { Machine } from '../../../../src/core/ports.js';
import type { Settings } from '../../../../src/core/settings.js';
import { disconnectPanel, jabber } from '../../../../src/modules/jabber/index.js';
import { openTlsStream } from '../../../../src/modules/jabber/xmpp/client-stream.js';
import type { XmppStream } from '../../../../src/modules/jabber/xmpp/stream.js';
import { usersModule } from '../../../../src/modules/users/index.js';
import { Users } from '../../../../src/services/people/users.js';
import { jabberPart } from '../../../helpers/account-parts.js';
import { comes } from '../../../helpers/daemons.js';
import { chatSettings } from '../../../helpers/jabberd2.js';
import { temporaryMachine } from '../../../helpers/machine.js';
import { builtSignInProgram } from '../../../helpers/sign-in-program.js';
import { expectLog } from '../../../helpers/log-rule.js';
import { portsOf } from '../../../../src/modules/jabber/ports.js';

const domain = 'chat.lan';
const settings: Settings = { ...chatSettings, domain };
const password = 'correct horse <&>\'"${id}%s';
const seconds = 5;

/** Both modules as they are declared, with every daemon that the settings want. */
async function startEverything(context: TestContext): Promise<Machine> {
  const program = await builtSignInProgram();
  const real = await temporaryMachine(context);
  const shipped = (path: string) =>
    path === 'dist/sign-in-service.cjs' ? Promise.resolve(program) : real.renderer.shipped(path);
  const machine: Machine = { ...real, renderer: { ...real.renderer, shipped } };
  context.after(() => disconnectPanel(machine));
  const modules: readonly (readonly [Module, Settings])[] = [
    [usersModule, {}],
    [jabber, settings],
  ];
  const daemons = modules.flatMap(([module, values]) =>
    module.daemons.filter((daemon) => daemon.wanted(values)).map((daemon) => ({ daemon, values })),
  );
  await machine.daemons.declare(daemons.map(({ daemon }) => daemon.command(machine)));

  for (const [module, values] of modules) {
    for (const step of module.enableSteps) if (!step.isOffered) await step.run(machine, values);
    for (const preparation of module.preparations) {
      if (await preparation.needed(machine, values, null)) await preparation.run(machine, values, null);
    }
    const rendered =
      module === jabber
        ? [...(await usersModule.render(machine, {}, [])), ...(await jabber.render(machine, values, []))]
        : await module.render(machine, values, []);
    await machine.configuration.activate(await machine.configuration.write(rendered));
    for (const daemon of module.daemons) {
      if (!daemon.wanted(values)) continue;
      await machine.daemons.start(daemon.name);
      await comes(() =>
        daemon.answers(machine, values).then(
          () => true,
          () => null,
        ),
      );
    }
  }
  return machine;
}

/** Signs in with SASL PLAIN (RFC 4616) over TLS; the stream, or null when it is refused. */
async function signIn(machine: Machine, name: string, word = password): Promise<XmppStream | null> {
  const { network, layout } = machine;
  const { stream } = await openTlsStream({ network, port: portsOf(layout).clientTls, domain, seconds });
  const token = Buffer.from(`\0${name}\0${word}`).toString('base64');
  await stream.send(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${token}</auth>`);
  const answer = await stream.next(seconds);
  if (answer.name === 'success') return stream;
  assert.equal(answer.name, 'failure', JSON.stringify(name));
  stream.close();
  return null;
}

/** Makes a session of a stream that signed in (RFC 6120, 7). */
async function bind(stream: XmppStream): Promise<void> {
  await stream.open(`to='${domain}' version='1.0' xmlns='jabber:client'`, seconds);
  await stream.next(seconds);
  await stream.send("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
  assert.equal((await stream.next(seconds)).attributes['type'], 'result');
  await stream.send("<iq type='set' id='s'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>");
  assert.equal((await stream.next(seconds)).attributes['type'], 'result');
}

test('through the real c2s: accounts sign in, nothing else does, and nobody is disturbed by what is tried', async (context) => {
  expectLog('sign-in', / info refused "/);
  const machine = await startEverything(context);
  const users = new Users(machine.directory, [jabberPart()]);
  for (const userName of ['alice', 'bob']) {
    await users.add({
      userName,
      firstName: '',
      lastName: 'X',
      comment: '',
      password,
      passwordAgain: password,
    });
  }
  const bob = await signIn(machine, 'bob');
  assert.ok(bob);
  await bind(bob);
  const c2s = await machine.daemons.state('c2s');

  const names = [
    'ali*',
    ' alice',
    'alice ',
    'bob)(uid=*',
    'alice@x/y',
    'alice/x',
    'alice@chat.lan',
    'al\\69ce',
    'alice\nOK',
    '\u212alice',
    'x'.repeat(1_000),
  ];
  for (const name of names) assert.equal(await signIn(machine, name), null, JSON.stringify(name));
  assert.equal(await signIn(machine, 'alice', 'wrong'), null);
  assert.equal(await signIn(machine, 'alice', 'x'.repeat(900)), null);
  const alice = await signIn(machine, 'Alice');
  assert.ok(alice);
  await bind(alice);

  // As macOS composes it, and as everybody else does; it was added the first way.
  const word = '\u00fcber den Wolken';
  const decomposed = word.normalize('NFD');
  const added = { userName: 'uta', firstName: '', lastName: 'X', comment: '' };
  const { kind } = await users.add({ ...added, password: decomposed, passwordAgain: word });
  assert.equal(kind, 'added');
  for (const typed of [word, decomposed, word.replaceAll(' ', '\u00a0')]) {
    const uta = await signIn(machine, 'uta', typed);
    assert.ok(uta, JSON.stringify(typed));
    uta.close();
  }

  await machine.daemons.stop('sign-in');
  assert.equal(await signIn(machine, 'alice'), null);
  await machine.daemons.start('sign-in');
  (await comes(() => signIn(machine, 'alice'))).close();

  await bob.send("<iq type='get' id='ping' to='chat.lan'><ping xmlns='urn:xmpp:ping'/></iq>");
  assert.equal((await bob.next(seconds)).attributes['id'], 'ping');
  assert.equal((await machine.daemons.state('c2s')).pid, c2s.pid);
  bob.close();
  alice.close();

  const lines = (await machine.daemons.lastLines('sign-in', 50)).join('\n');
  assert.match(lines, /refused "alice": wrong password/);
  assert.match(lines, /refused "alice\/x": this is not a user name/);
  assert.ok(!lines.includes(password));
});
