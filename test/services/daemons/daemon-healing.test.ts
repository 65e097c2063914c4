import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { jabber } from '../../../src/modules/jabber/index.js';
import type { Standing } from '../../../src/core/module/index.js';
import { recordOf } from '../../../src/core/audit-record.js';
import { thePanel } from '../../../src/services/records/audit-trail.js';
import type { AuditRecord } from '../../../src/core/ports.js';
import { DaemonHealing } from '../../../src/services/daemons/daemon-healing.js';

let standing: Standing;
let restarts: string[];
let written: Pick<AuditRecord, 'what' | 'outcome'>[];
let logged: string[];
let trouble: Error | null;
let healing: DaemonHealing;

beforeEach(() => {
  [standing, restarts, written, logged, trouble] = ['well', [], [], [], null];
  const daemon = jabber.daemons.find(({ name }) => name === 'c2s');
  assert.ok(daemon !== undefined);
  healing = new DaemonHealing({
    save: {
      standings: () => Promise.resolve([{ daemon, standing }]),
      restart: (name) => {
        restarts.push(name);
        return trouble === null ? Promise.resolve() : Promise.reject(trouble);
      },
    },
    audit: {
      record: (_actor, ...deeds) => {
        written.push(
          ...deeds.map((deed) => {
            const { what, outcome } = recordOf('', thePanel, deed);
            return { what, outcome };
          }),
        );
        return Promise.resolve();
      },
    },
    log: { info: (line) => logged.push(line), error: (line) => logged.push(line) },
  });
});

test('what is well, and what cannot be told, is left alone', async () => {
  await healing.look();
  standing = 'unknown';
  await healing.look();
  assert.deepEqual([restarts, written, logged], [[], [], []]);
});

test('what only a restart helps is started again, and that is written down', async () => {
  standing = 'must-restart';
  await healing.look();
  assert.deepEqual(restarts, ['c2s']);
  assert.deepEqual(written, [
    { what: 'Client connections restarted, because a part of it had stopped', outcome: 'done' },
  ]);
});

test('a restart that did not help is not repeated until it was well again', async () => {
  standing = 'must-restart';
  trouble = new Error('the port is taken');
  await healing.look();
  await healing.look();
  standing = 'unknown';
  await healing.look();
  standing = 'must-restart';
  await healing.look();
  assert.deepEqual(restarts, ['c2s']);
  assert.equal(written[0]?.outcome, 'the port is taken');
  standing = 'well';
  await healing.look();
  standing = 'must-restart';
  await healing.look();
  assert.deepEqual(restarts, ['c2s', 'c2s']);
});
