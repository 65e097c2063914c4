import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../../../src/core/secret.js';
import { english } from '../../../src/core/words/english.js';
import { writeAdministrator } from '../../../src/services/sign-in/administrator.js';
import { SignIn } from '../../../src/services/sign-in/sign-in.js';
import { memoryMachine } from '../../helpers/memory-machine.js';

const right = new Secret('correct horse battery');
const wrong = new Secret('wrong');
const [home, laptop] = ['192.0.2.1', 'the-laptop'];

/** A panel whose administrator signed in once, at home with his laptop. */
async function panelThatKnows() {
  const machine = memoryMachine();
  const open = () => SignIn.open({ ...machine, firstPassword: right });
  let { signIn } = await open();
  const tries = async (
    address: string,
    device: string | null,
    { name = 'admin', password = right } = {},
  ): Promise<string> => (await signIn.attempt({ name, password, address, device })).kind;
  /** As fast as it may be done. */
  const guesses = async (count: number, address: string, name = 'admin'): Promise<void> => {
    for (let made = 0; made < count;) {
      if ((await tries(address, null, { name, password: wrong })) === 'refused') made += 1;
      else machine.clock.pass(1);
    }
  };
  assert.equal(await tries(home, laptop), 'signed-in');
  const restart = async (): Promise<void> => void ({ signIn } = await open());
  return { machine, tries, guesses, restart, guessing: () => signIn.guessing() };
}

test('whoever guesses elsewhere makes the administrator wait neither at home nor with his laptop', async () => {
  const { tries, guesses, restart } = await panelThatKnows();
  await guesses(6, '198.51.100.1');
  await guesses(6, '198.51.100.2');
  assert.equal(await tries('203.0.113.1', null), 'wait');
  assert.equal(await tries(home, null), 'signed-in');
  assert.equal(await tries('203.0.113.1', laptop), 'signed-in');
  await restart();
  assert.equal(await tries('203.0.113.2', laptop), 'signed-in');
  assert.equal(await tries('203.0.113.2', 'another laptop'), 'signed-in');
  assert.equal(await tries('203.0.113.3', 'one more laptop'), 'wait');
});

test('unknown names from his own address make the administrator wait nowhere', async () => {
  const { tries, guesses } = await panelThatKnows();
  await guesses(10, home, 'root');
  assert.equal(await tries(home, null, { name: 'oracle' }), 'wait');
  assert.equal(await tries(home, null), 'signed-in');
});

test('whoever guesses at a place that is known waits there, and his laptop does not', async () => {
  const { tries, guesses, machine } = await panelThatKnows();
  await guesses(8, home);
  assert.equal(await tries(home, null), 'wait');
  assert.equal(await tries(home, laptop), 'signed-in');
  for (let guess = 1; guess <= 6; guess += 1)
    assert.equal(await tries(home, laptop, { password: wrong }), 'refused');
  assert.equal(await tries(home, laptop), 'wait');
  machine.clock.pass(1);
  assert.equal(await tries(home, laptop), 'signed-in');
});

test('a password that root sets ends every wait, whether the panel ran meanwhile or not', async () => {
  const { machine, tries, guesses, restart } = await panelThatKnows();
  const password = new Secret('another horse battery');
  const set = () => writeAdministrator(machine.store.document('administrator'), password);
  await guesses(11, '198.51.100.1', 'root');
  await guesses(9, '198.51.100.2');
  assert.equal(await tries('203.0.113.1', null), 'wait');
  await set();
  assert.equal(await tries('203.0.113.1', null, { password }), 'signed-in');
  await guesses(9, '198.51.100.3');
  assert.equal(await tries('203.0.113.7', null, { password }), 'wait');
  await set();
  await restart();
  assert.equal(await tries('203.0.113.7', null, { password }), 'signed-in');
});

test('while strangers are at the two places, whoever is known waits for the next and gets in', async () => {
  const { tries } = await panelThatKnows();
  const guess = (address: string): Promise<string> => tries(address, null, { password: wrong });
  const outcomes = await Promise.all([
    guess('198.51.100.1'),
    guess('198.51.100.1'),
    guess('198.51.100.2'),
    guess('198.51.100.3'),
    tries(home, null),
    tries('203.0.113.1', laptop),
  ]);
  assert.deepEqual(outcomes, ['refused', 'busy', 'refused', 'busy', 'signed-in', 'signed-in']);
});

test('the guessing is named with its networks, also after a restart, for a day', async () => {
  const { machine, guesses, guessing, restart, tries } = await panelThatKnows();
  await guesses(5, '198.51.100.1');
  assert.equal(guessing(), null);
  await guesses(6, '2001:db8:1:2::7');
  await tries(home, laptop);
  await restart();
  assert.match(
    english(guessing() ?? ''),
    /11 wrong passwords for the panel came from 2001:db8:1:2 \(6\) and 198\.51\.100\.1 \(5\)\. /,
  );
  machine.clock.pass(86_401);
  assert.equal(guessing(), null);
});

test('what is remembered of places is bounded, and a damaged memory is said and forgotten', async () => {
  const { machine, tries, restart } = await panelThatKnows();
  for (let place = 1; place <= 25; place += 1)
    assert.equal(await tries(`192.0.3.${place}`, `laptop ${place}`), 'signed-in');
  const stored = JSON.stringify(await machine.store.document('known-places').read());
  assert.ok(stored.length < 3000 && !stored.includes('laptop') && stored.includes('192.0.3.25'));
  await machine.store.document('known-places').write({ devices: 'none' });
  await restart();
  assert.match(machine.log.lines.join(), /error: where the administrator signed in before cannot be read/);
});
