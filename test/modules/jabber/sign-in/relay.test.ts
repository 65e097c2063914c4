import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { tree } from '../../../../src/core/directory.js';
import { layoutOf, type Layout } from '../../../../src/core/layout.js';
import { Secret } from '../../../../src/core/secret.js';
import { signInDaemon } from '../../../../src/modules/jabber/sign-in/daemon.js';
import { Users } from '../../../../src/services/people/users.js';
import { jabberPart } from '../../../helpers/account-parts.js';
import { builtSignInProgram } from '../../../helpers/sign-in-program.js';
import { eventually } from '../../../helpers/eventually.js';
import { startSlapd, testSecret, type TestSlapd } from '../../../helpers/slapd.js';

const realm = 'bücher.example';
const password = 'pässwörd <>&"\'${id}%s\\';
const question = (name: string, word = password, domain = realm) =>
  `CHECK-PASSWORD ${name} ${Buffer.from(word).toString('base64')} ${domain}\n`;

/** Milliseconds that the relay waits for the service. */
const PATIENCE = 3_000;

/** The relay as c2s has it: started without arguments, asked through its standard input, one question at a time. */
class Relay {
  readonly process: ChildProcess & {
    stdin: NonNullable<ChildProcess['stdin']>;
    stdout: NonNullable<ChildProcess['stdout']>;
  };
  #said = '';
  #heard: () => void = () => undefined;

  constructor(path: string) {
    this.process = spawn(path, [], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.process.stdout.on('data', (bytes: Buffer) => {
      this.#said += bytes.toString();
      this.#heard();
    });
    this.process.on('exit', () => this.#heard());
    this.process.stdin.on('error', () => this.#heard());
  }

  /** Sends a question, or nothing, and gives what comes back: all of it up to the first newline, and beyond. */
  async ask(text: string): Promise<string> {
    if (text !== '') this.process.stdin.write(text);
    while (!this.#said.includes('\n')) {
      assert.deepEqual([this.process.exitCode, this.process.signalCode], [null, null], 'the relay ended');
      await new Promise<void>((resolve) => (this.#heard = resolve));
    }
    const said = this.#said;
    this.#said = '';
    return said;
  }

  /** What it said that nobody asked for. */
  get unasked(): string {
    return this.#said;
  }

  /** Ends it as c2s does, and gives its status; null when a signal had ended it. */
  async end(): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = once(this.process, 'exit');
      this.process.stdin.end();
      await ended;
    }
    return this.process.exitCode;
  }
}

describe('relay and service, in front of a real slapd', { timeout: 180_000 }, () => {
  let slapd: TestSlapd;
  let users: Users;
  let folder: string;
  let layout: Layout;
  let socket: string;
  let service: ChildProcess;
  let serviceLog = '';
  let relay: Relay;

  const startService = async (): Promise<void> => {
    const [node = '', ...words] = signInDaemon.command({ layout }).argv;
    service = spawn(node, words, {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { stdout } = service;
    assert.ok(stdout);
    stdout.on('data', (bytes: Buffer) => (serviceLog += bytes.toString()));
    await once(stdout, 'data');
  };
  const stopService = async (): Promise<void> => {
    const ended = once(service, 'exit');
    if (!service.kill('SIGTERM')) return;
    await ended;
    assert.equal(service.exitCode, 0);
  };
  const millisecondsOfRefusal = async (text: string): Promise<number> => {
    const started = performance.now();
    assert.equal(await relay.ask(text), 'NO\n');
    return performance.now() - started;
  };
  const add = async (userName: string) =>
    assert.equal(
      (
        await users.add({
          userName,
          firstName: '',
          lastName: 'X',
          comment: '',
          password,
          passwordAgain: password,
        })
      ).kind,
      'added',
    );

  before(async () => {
    slapd = await startSlapd();
    users = new Users(slapd.directory, [jabberPart()]);
    folder = await mkdtemp('/tmp/ebox-sign-in-');
    layout = layoutOf(folder, { client: 0, clientTls: 0, server: 0, router: 0 }, process.execPath);
    await mkdir(join(layout.live, 'sign-in'), { recursive: true });
    socket = join(folder, 'socket');
    const { renderer } = slapd.tools;
    const values = {
      socket,
      healthSocket: `${socket}-health`,
      guardSocket: `${socket}-guard`,
      directorySocket: slapd.socket,
      password: testSecret('directory-sign-in').reveal(),
      realm,
    };
    await writeFile(join(folder, 'relay'), await renderer.render('sign-in/relay.pl.ejs', 'text', { socket }));
    await chmod(join(folder, 'relay'), 0o750);
    await writeFile(
      join(layout.live, 'sign-in/settings.json'),
      await renderer.render('sign-in/settings.json.ejs', 'json', values),
    );
    await writeFile(join(layout.live, 'sign-in/service.cjs'), await builtSignInProgram());
    await startService();
    relay = new Relay(join(folder, 'relay'));
    assert.equal(await relay.ask(''), 'OK CHECK-PASSWORD USER-EXISTS\n');
  });
  after(async () => {
    service.kill('SIGCONT');
    slapd.thaw();
    const { unasked } = relay;
    const status = await relay.end();
    await stopService();
    await slapd.stop();
    await rm(folder, { recursive: true });
    assert.deepEqual([unasked, status], ['', 0]);
  });

  test('whoever has an enabled account signs in, nobody else does', async () => {
    await add('alice');
    await add('carol');
    const carol = await users.find('carol');
    await users.edit('carol', {
      csn: carol.csn,
      fields: { firstName: '', lastName: 'X', comment: '', password: '', passwordAgain: '' },
      accounts: { jabber: { account: 'disabled', administrator: false } },
    });
    assert.equal(await relay.ask(question('alice')), 'OK\n');
    assert.equal(await relay.ask(question('ALICE')), 'OK\n');
    assert.equal(await relay.ask(question('alice', 'wrong')), 'NO\n');
    assert.equal(await relay.ask(question('carol')), 'NO\n');
    assert.equal(await relay.ask(question('nobody')), 'NO\n');
    assert.equal(await relay.ask(question('alice', password, 'other.example')), 'NO\n');
    assert.match(serviceLog, /refused "alice": wrong password\n/);
    assert.match(serviceLog, /refused "carol": no enabled account of this name\n/);
  });

  test('names that mean something to LDAP or XMPP are refused, and so is what is no question', async () => {
    await slapd.directory.add([{ type: 'uid', value: 'bob@example.org/x' }, ...tree.users], {
      objectClass: ['inetOrgPerson', 'posixAccount', 'userJabberAccount'],
      ...{ uid: ['bob@example.org/x'], jabberUid: ['bob@example.org/x'], jabberAdmin: ['TRUE'] },
      ...{
        cn: ['x'],
        sn: ['x'],
        uidNumber: ['1'],
        gidNumber: ['1'],
        homeDirectory: ['/x'],
        userPassword: [password],
      },
    });
    for (const name of [
      'ali*',
      '*',
      ' alice',
      'alice ',
      'bob)(uid=*',
      'alice@x/y',
      'alice/x',
      '',
      'bob@example.org/x',
      'x'.repeat(300),
    ]) {
      assert.equal(await relay.ask(question(name)), 'NO\n', name);
    }
    for (const text of [
      'HERE\n',
      'ONE-TIME\n',
      'USER-EXISTS alice bücher.example\n',
      'GET-PASSWORD alice x\n',
      'HEALTH\n\n',
      '\n',
      'FREE\n',
      `${question('alice')}${question('alice')}`,
    ]) {
      assert.equal(await relay.ask(text), 'NO\n', text);
    }
    assert.equal(await relay.ask(question('alice')), 'OK\n');
  });

  test('a question that c2s cut, without its newline, is answered at once', async () => {
    assert.ok((await millisecondsOfRefusal(question('x'.repeat(1_000)).slice(0, 1_023))) < PATIENCE);
    assert.equal(await relay.ask(question('alice')), 'OK\n');
  });

  test('a changed password counts at once, and so does an account that is disabled', async () => {
    await add('dora');
    assert.equal(await relay.ask(question('dora')), 'OK\n');
    await slapd.directory.setPassword(
      [{ type: 'uid', value: 'dora' }, ...tree.users],
      new Secret('another one'),
    );
    assert.equal(await relay.ask(question('dora')), 'NO\n');
    assert.equal(await relay.ask(question('dora', 'another one')), 'OK\n');
    await users.remove('dora');
    assert.equal(await relay.ask(question('dora', 'another one')), 'NO\n');
  });

  test('while the service is away everybody is refused at once; when it is back, nobody is', async () => {
    await stopService();
    assert.ok((await millisecondsOfRefusal(question('alice'))) < PATIENCE);
    await startService();
    assert.equal(await relay.ask(question('alice')), 'OK\n');
  });

  test('a service that hangs costs three seconds, and what it says later answers nobody', async () => {
    service.kill('SIGSTOP');
    const took = await millisecondsOfRefusal(question('alice'));
    assert.ok(took > PATIENCE - 500, `${took} ms`);
    service.kill('SIGCONT');
    assert.equal(await relay.ask(question('alice', 'wrong')), 'NO\n');
    assert.equal(await relay.ask(question('alice')), 'OK\n');
  });

  test('a directory that hangs costs one wait, then nothing for a while', async () => {
    await slapd.freeze();
    const first = await millisecondsOfRefusal(question('alice'));
    for (let more = 0; more < 2; more += 1)
      assert.ok((await millisecondsOfRefusal(question('alice'))) < Math.min(first, PATIENCE) / 2);
    slapd.thaw();
    await stopService();
    await startService();
    assert.equal(await relay.ask(question('alice')), 'OK\n');
  });

  test('signals that are not for it do not end the relay', async () => {
    for (const signal of ['SIGPIPE', 'SIGHUP', 'SIGINT', 'SIGALRM'] as const) {
      relay.process.kill(signal);
      assert.equal(await relay.ask(question('alice')), 'OK\n', signal);
    }
  });

  /** Sends a line to a socket of the service, and gives what comes until the end. */
  const askSocket = async (path: string, line: string): Promise<string> => {
    const connection = connect(path);
    let said = '';
    connection.on('data', (bytes: Buffer) => (said += bytes.toString()));
    connection.write(line);
    await once(connection, 'close');
    return said;
  };
  const askAsPanel = (line: string): Promise<string> => askSocket(`${socket}-health`, line);

  test('the service says to the panel whether it is well, and checks passwords for its own account only', async () => {
    assert.equal(await askAsPanel('HEALTH\n'), 'OK\n');
    assert.equal((await stat(socket)).mode & 0o777, 0o600);
    assert.equal(await askSocket(socket, question('alice')), 'OK\n');
    assert.equal(await askAsPanel(question('alice')), 'NO\n');
    await slapd.halt();
    assert.equal(await askAsPanel('HEALTH\n'), 'NO\n');
    await slapd.start();
    assert.equal(await askAsPanel('HEALTH\n'), 'OK\n');
  });

  test('a one-time password passes through the relay once, also while the directory is away', async () => {
    await slapd.halt();
    const [name = '', word = ''] = (await askAsPanel('ONE-TIME\n')).trimEnd().split(' ');
    assert.equal(await relay.ask(question(name, word)), 'OK\n');
    assert.equal(await relay.ask(question(name, word)), 'NO\n');
    await slapd.start();
  });

  test('the service knows whether the relay lives, also after its own restart, once the relay has asked', async () => {
    assert.equal(await askAsPanel('RELAY\n'), 'HERE\n');
    await stopService();
    await startService();
    assert.equal(await askAsPanel('RELAY\n'), 'GONE\n');
    assert.equal(await relay.ask(question('alice')), 'OK\n');
    await eventually(async () => assert.equal(await askAsPanel('RELAY\n'), 'HERE\n'));

    const other = new Relay(join(folder, 'relay'));
    assert.equal(await other.ask(''), 'OK CHECK-PASSWORD USER-EXISTS\n');
    assert.equal(await relay.end(), 0);
    assert.equal(await askAsPanel('RELAY\n'), 'HERE\n');
    other.process.kill('SIGKILL');
    await eventually(async () => assert.equal(await askAsPanel('RELAY\n'), 'GONE\n'));
    relay = new Relay(join(folder, 'relay'));
    assert.equal(await relay.ask(''), 'OK CHECK-PASSWORD USER-EXISTS\n');
    assert.equal(await askAsPanel('RELAY\n'), 'HERE\n');
  });

  test('at whom somebody guesses is told, and who signed in lately gets in all the same', async () => {
    await add('erik');
    assert.equal(await relay.ask(question('erik')), 'OK\n');
    for (let guess = 0; guess < 8; guess += 1)
      assert.equal(await relay.ask(question('erik', `guess ${guess}`)), 'NO\n');
    assert.match(serviceLog, /refused "erik": too many wrong passwords, wait/);
    assert.equal(await relay.ask(question('erik')), 'OK\n');
    assert.match(await askAsPanel('GUESSED\n'), /^\[.*\{"account":"erik","wrong":\d+,"seconds":\d+\}/);
  });

  test('connections that say nothing keep nobody out', async () => {
    for (const path of [socket, `${socket}-health`]) {
      const silent = Array.from({ length: 300 }, () => connect(path).on('error', () => undefined));
      assert.equal(await askAsPanel('HEALTH\n'), 'OK\n');
      assert.equal(await relay.ask(question('alice')), 'OK\n');
      for (const connection of silent) connection.destroy();
    }
  });

  test('a connection that says too much, or nothing, is closed', async () => {
    const flood = connect(socket);
    let said = '';
    flood.on('data', (bytes: Buffer) => (said += bytes.toString()));
    flood.write('x'.repeat(5_000));
    await once(flood, 'close');
    assert.equal(said, 'NO\n');
    const silent = connect(socket);
    silent.on('error', () => undefined);
    await once(silent, 'close');
  });

  test('it stays small, and shows no secret', async () => {
    for (let time = 0; time < 300; time += 1) assert.equal(await relay.ask(question('alice')), 'OK\n');
    const status = await readFile(`/proc/${String(service.pid)}/status`, 'utf8');
    const kilobytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
    assert.ok(kilobytes < 70 * 1024, `${kilobytes} kB`);
    const secrets = [
      password,
      Buffer.from(password).toString('base64'),
      testSecret('directory-sign-in').reveal(),
    ];
    for (const pid of [service.pid, relay.process.pid]) {
      const shown =
        (await readFile(`/proc/${String(pid)}/cmdline`, 'utf8')) +
        (await readFile(`/proc/${String(pid)}/environ`, 'utf8'));
      for (const secret of secrets) assert.ok(!shown.includes(secret));
    }
    for (const secret of secrets) assert.ok(!serviceLog.includes(secret));
  });
});
