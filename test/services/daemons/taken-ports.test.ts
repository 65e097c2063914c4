import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Listener } from '../../../src/core/ports.js';
import { english } from '../../../src/core/words/english.js';
import { takenPorts } from '../../../src/services/daemons/taken-ports.js';
import { memoryMachine } from '../../helpers/memory-machine.js';
import { daemonOf, wordModule, words } from '../../helpers/modules.js';

const daemon = { ...daemonOf(wordModule('a')), ports: () => [{ port: 53, openTo: 'network' as const }] };

/** What is said where such a program has the port. */
async function saidOf(program: Pick<Listener, 'program' | 'pid'>): Promise<string> {
  const memory = memoryMachine();
  const listeners = (): Promise<readonly Listener[]> => Promise.resolve([{ on: 'all', ...program }]);
  return english(
    await takenPorts({ ...memory, network: { ...memory.network, listeners } }, daemon, words('x')),
  );
}

test('the program that has a port is named, or the command that names it', async () => {
  assert.equal(
    await saidOf({ program: 'named', pid: 7 }),
    'Another program (named, process 7) uses port 53. Stop that program, then try again.',
  );
  assert.equal(
    await saidOf({ program: '', pid: 0 }),
    'Another program uses port 53. Stop that program ("sudo ss -lntup sport = :53" shows its name), then try again.',
  );
});
