import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../../../src/core/secret.js';
import { writeAdministrator } from '../../../src/services/sign-in/administrator.js';
import { SignIn } from '../../../src/services/sign-in/sign-in.js';
import { memoryMachine, type MemoryMachine } from '../../helpers/memory-machine.js';

const password = new Secret('correct horse battery');
const wrong = new Secret('wrong');
const address = '192.0.2.1';

const open = (machine: MemoryMachine, firstPassword: Secret | null) =>
  SignIn.open({ ...machine, firstPassword });

test('the first password is taken once, and a later one is not', async () => {
  const machine = memoryMachine();
  const { signIn, made } = await open(machine, password);
  assert.equal(made, null);
  assert.equal((await signIn.attempt({ name: 'admin', password, address, device: null })).kind, 'signed-in');

  const { signIn: again, made: second } = await open(machine, new Secret('another password'));
  assert.equal(second, null);
  assert.equal((await again.attempt({ name: 'admin', password, address, device: null })).kind, 'signed-in');
  assert.ok(
    !JSON.stringify(await machine.store.document('administrator').read()).includes(password.reveal()),
  );
});

test('a password is one, however the keyboard composes it', async () => {
  const machine = memoryMachine();
  const word = '\u00fcber den Wolken';
  const { signIn } = await open(machine, new Secret(word.normalize('NFD')));
  for (const typed of [word, word.normalize('NFD')]) {
    const outcome = await signIn.attempt({
      name: 'admin',
      password: new Secret(typed),
      address,
      device: null,
    });
    assert.equal(outcome.kind, 'signed-in', JSON.stringify(typed));
  }
});

test('without a first password one is made, given out once, and works', async () => {
  const machine = memoryMachine();
  const { signIn, made } = await open(machine, null);
  assert.ok(made !== null);
  assert.match(made.reveal(), /^(?:[a-z2-9]{5}-){3}[a-z2-9]{5}$/);
  assert.equal(
    (await signIn.attempt({ name: 'admin', password: made, address, device: null })).kind,
    'signed-in',
  );
  assert.equal((await open(machine, null)).made, null);
});

test('where a command sets the first password, none is made, and nobody gets in until it ran', async () => {
  const machine = memoryMachine();
  const { signIn, made } = await SignIn.open({ ...machine, firstPassword: null, passwordCommand: 'set it' });
  assert.equal(made, null);
  assert.equal(await signIn.firstCommand(), 'set it');
  assert.equal((await signIn.attempt({ name: 'admin', password, address, device: null })).kind, 'refused');
  await writeAdministrator(machine.store.document('administrator'), password);
  assert.equal(await signIn.firstCommand(), null);
  assert.equal((await signIn.attempt({ name: 'admin', password, address, device: null })).kind, 'signed-in');
});

test('a first password that is too short is refused with advice', async () => {
  for (const bad of ['', 'seven77', 'x'.repeat(257)]) {
    await assert.rejects(
      open(memoryMachine(), new Secret(bad)),
      /EBOX_ADMIN_PASSWORD must have 8 to 256 characters/,
    );
  }
});

test('a wrong password and an unknown name cannot be told apart, not by the time either', async () => {
  const machine = memoryMachine();
  const { signIn } = await open(machine, password);
  const timed = async (name: string): Promise<number> => {
    const began = process.cpuUsage();
    assert.deepEqual(await signIn.attempt({ name, password: wrong, address, device: null }), {
      kind: 'refused',
    });
    return process.cpuUsage(began).user;
  };
  const [known, unknown] = [await timed('admin'), await timed('nobody')];
  assert.ok(unknown > known / 2 && known > unknown / 2, `${known} µs and ${unknown} µs of work`);
});

test('after five failures the right password waits too, and then works', async () => {
  const machine = memoryMachine();
  const { signIn } = await open(machine, password);
  for (let failure = 1; failure <= 6; failure += 1) {
    assert.equal(
      (await signIn.attempt({ name: 'admin', password: wrong, address, device: null })).kind,
      'refused',
    );
  }
  assert.deepEqual(await signIn.attempt({ name: 'admin', password, address, device: null }), {
    kind: 'wait',
    seconds: 1,
  });
  const { signIn: restarted } = await open(machine, null);
  assert.deepEqual(await restarted.attempt({ name: 'admin', password, address, device: null }), {
    kind: 'wait',
    seconds: 1,
  });
  machine.clock.pass(1);
  assert.equal(
    (await restarted.attempt({ name: 'admin', password, address, device: null })).kind,
    'signed-in',
  );
});

test('a password that is replaced while it is tried opens nothing', async () => {
  const other = memoryMachine();
  await open(other, new Secret('another password'));
  const machine = memoryMachine();
  const { signIn } = await open(machine, password);
  const attempt = signIn.attempt({ name: 'admin', password, address, device: null });
  await new Promise((resolve) => setImmediate(resolve));
  await machine.store.document('administrator').write(await other.store.document('administrator').read());
  assert.equal((await attempt).kind, 'refused');
});

test('an unknown name is slowed down like a known one', async () => {
  const { signIn } = await open(memoryMachine(), password);
  for (let failure = 1; failure <= 6; failure += 1) {
    assert.equal((await signIn.attempt({ name: 'nobody', password, address, device: null })).kind, 'refused');
  }
  assert.deepEqual(await signIn.attempt({ name: 'nobody', password, address, device: null }), {
    kind: 'wait',
    seconds: 1,
  });
  assert.equal((await signIn.attempt({ name: 'admin', password, address, device: null })).kind, 'signed-in');
});

test('two passwords are hashed at once, and who comes third is told to come back', async () => {
  const { signIn } = await open(memoryMachine(), password);
  const before = process.memoryUsage.rss();
  let most = before;
  const sampler = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      signIn.attempt({ name: 'admin', password: wrong, address: `192.0.2.${index}`, device: null }),
    ),
  );
  clearInterval(sampler);
  const count = (kind: string): number => outcomes.filter((outcome) => outcome.kind === kind).length;
  assert.deepEqual([count('refused'), count('busy')], [2, 48]);
  const grown = (most - before) / 1024 ** 2;
  assert.ok(grown < 320, `two hashes take 256 MiB; ${grown} MiB were taken`);
  assert.equal((await signIn.attempt({ name: 'admin', password, address, device: null })).kind, 'signed-in');
});

test('the log tells who and from where, and neither a password nor an unknown name', async () => {
  const machine = memoryMachine();
  const { signIn } = await open(machine, password);
  await signIn.attempt({ name: 'my-password-by-mistake', password: wrong, address, device: null });
  await signIn.attempt({ name: 'x\r\nadmin signed in', password: wrong, address, device: null });
  await signIn.attempt({ name: 'admin', password, address, device: null });
  assert.deepEqual(machine.log.lines, [
    'a sign-in under an unknown name from 192.0.2.1 was refused',
    'a sign-in under an unknown name from 192.0.2.1 was refused',
    'admin signed in from 192.0.2.1',
  ]);
});
