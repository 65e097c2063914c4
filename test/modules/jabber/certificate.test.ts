import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Machine } from '../../../src/core/ports.js';
import { hasCertificate, hostsOf, makeCertificate } from '../../../src/modules/jabber/certificate.js';
import { certificatePath } from '../../../src/modules/jabber/paths.js';
import { temporaryMachine } from '../../helpers/machine.js';

/** The machine, so many days later. */
function later(machine: Machine, days: number): Machine {
  const now = (): Date => new Date(Date.now() + days * 86_400_000);
  return {
    ...machine,
    clock: { now, monotonic: () => machine.clock.monotonic(), sleep: (time) => machine.clock.sleep(time) },
  };
}

test('a certificate is for the domain and its rooms, where that can be a name', () => {
  assert.deepEqual(hostsOf('bücher.example'), ['xn--bcher-kva.example', 'conference.xn--bcher-kva.example']);
  const long = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(55)}`;
  assert.deepEqual(hostsOf(long), [long]);
});

test('a domain has a certificate once one was made, until that ends or is damaged', async (context) => {
  const machine = await temporaryMachine(context);
  assert.equal(await hasCertificate(machine, 'bücher.example'), false);
  await makeCertificate(machine, 'bücher.example');
  const path = certificatePath(machine.layout, 'bücher.example');
  assert.match(path, /\/certificates\/xn--bcher-kva\.example\/certificate\.pem$/);
  assert.ok(await machine.files.exists(path));
  assert.equal(await hasCertificate(later(machine, 824), 'bücher.example'), true);
  assert.equal(await hasCertificate(later(machine, 826), 'bücher.example'), false);
  await machine.files.write(path, 'damaged', 'panel', 0o600);
  assert.equal(await hasCertificate(machine, 'bücher.example'), false);
});
