import assert from 'node:assert/strict';
import { decode, encode, AUTHORITATIVE_ANSWER, type Answer, type Question } from 'dns-packet';
import { test } from 'node:test';
import type { Exchange } from '../../../src/core/ports.js';
import { english } from '../../../src/core/words/english.js';
import { probes } from '../../../src/modules/dns/probes.js';
import { recordsOf } from '../../../src/modules/dns/records.js';
import type { ZoneRecord } from '../../../src/modules/dns/zone-record.js';
import { memoryMachine } from '../../helpers/memory-machine.js';
import { domainWith } from './sample-domain.js';

const domain = domainWith();
const SERVFAIL = 2;

function answerOf({ owner, ...record }: ZoneRecord): Answer[] {
  if (record.type === 'A') return [{ type: 'A', name: owner, data: record.address }];
  return record.type === 'NS' ? [{ type: 'NS', name: owner, data: record.target }] : [];
}

/** What named answers to a question while it is still reading its zones, and then. */
function reply(message: Uint8Array, isRead: boolean): Uint8Array {
  const { id = 0, questions = [] } = decode(Buffer.from(message));
  const [question]: readonly Question[] = questions;
  const found = recordsOf(domain, []).filter(
    ({ owner, type }) => owner === question?.name && type === question.type,
  );
  const flags = isRead ? AUTHORITATIVE_ANSWER : SERVFAIL;
  return encode({ type: 'response', id, flags, questions, answers: isRead ? found.flatMap(answerOf) : [] });
}

test('a zone that named is still reading is asked for again, and told of only when it stays away', async () => {
  let asked = 0;
  let readAfter = 3;
  const exchange: Exchange = {
    datagram: (_server, message) => Promise.resolve(reply(message, ++asked > readAfter)),
    stream: (_server, message) => {
      const answer = reply(message.subarray(2), true);
      const length = Buffer.from([answer.length >> 8, answer.length & 0xff]);
      return Promise.resolve(Buffer.concat([length, answer]));
    },
  };
  const machine = { ...memoryMachine(), exchange };
  const settings = { domains: [domain], resolve: false, forwarders: [], secondaries: [] };
  const look = probes[0]?.look.bind(probes[0]);
  assert.equal(
    english((await look?.({ machine, settings, records: [] })) ?? ''),
    'Served over UDP and TCP: school.lan.',
  );
  assert.ok(asked > readAfter);

  readAfter = Infinity;
  await assert.rejects(async () => look?.({ machine, settings, records: [] }), {
    message: 'school.lan is not served (SERVFAIL).',
  });
});
