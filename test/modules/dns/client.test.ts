import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  type Packet,
  TRUNCATED_RESPONSE,
} from 'dns-packet';
import type { Exchange } from '../../../src/core/ports.js';
import { ask, type DnsQuestion } from '../../../src/modules/dns/client.js';

const server = { address: '127.0.0.1', port: 5353 };
const question: DnsQuestion = { name: 'school.lan', type: 'A' };

/** What a server makes of the question before it sends it back. */
type Reply = (asked: Packet) => Packet;

const reply =
  (more: Partial<Packet> = {}): Reply =>
  ({ id, questions }) => ({ type: 'response', id, questions, flags: AUTHORITATIVE_ANSWER, ...more });

/** A server that sends these answers, one after the other. By TCP each is cut off after so many bytes. */
function serverOf(replies: readonly Reply[], cutAt = Infinity): Exchange {
  const answersTo = (message: Uint8Array): readonly Buffer[] =>
    replies.map((one) => encode(one(decode(Buffer.from(message)))));
  return {
    datagram: (_, message, isAnswer) => {
      const answer = answersTo(message).find(isAnswer);
      return answer === undefined
        ? Promise.reject(new Error('no answer within 1 s'))
        : Promise.resolve(answer);
    },
    stream: (_, message, isComplete) => {
      const [answer = Buffer.alloc(0)] = answersTo(message.subarray(2));
      const length = Buffer.alloc(2);
      length.writeUInt16BE(answer.length);
      const bytes = Buffer.concat([length, answer]).subarray(0, cutAt);
      return isComplete(bytes)
        ? Promise.resolve(bytes)
        : Promise.reject(new Error('the connection was closed'));
    },
  };
}

const everyType: Answer[] = [
  { name: 'School.LAN', type: 'A', data: '10.0.0.1' },
  { name: 'school.lan', type: 'AAAA', data: 'fd00::1' },
  { name: 'school.lan', type: 'NS', data: 'ns.school.lan' },
  { name: 'www.school.lan', type: 'CNAME', data: 'School.lan' },
  { name: 'school.lan', type: 'MX', data: { preference: 10, exchange: 'mail.school.lan' } },
  {
    name: '_a._tcp.school.lan',
    type: 'SRV',
    data: { priority: 1, weight: 2, port: 3, target: 'school.lan' },
  },
  { name: 'school.lan', type: 'TXT', data: ['grü', 'ße'] },
  { name: 'school.lan', type: 'SOA', data: { mname: 'ns.school.lan', rname: 'h.school.lan', serial: 7 } },
  { name: 'school.lan', type: 'HINFO', data: { cpu: 'x', os: 'y' } },
];

for (const tcp of [false, true]) {
  const options = { tcp, seconds: 1 };
  const by = tcp ? 'TCP' : 'UDP';

  test(`by ${by}: the records of every type that we keep`, async () => {
    assert.deepEqual(await ask(serverOf([reply({ answers: everyType })]), server, question, options), {
      code: 'NOERROR',
      authoritative: true,
      recursion: false,
      records: [
        { owner: 'school.lan', type: 'A', address: '10.0.0.1' },
        { owner: 'school.lan', type: 'AAAA', address: 'fd00::1' },
        { owner: 'school.lan', type: 'NS', target: 'ns.school.lan' },
        { owner: 'www.school.lan', type: 'CNAME', target: 'school.lan' },
        { owner: 'school.lan', type: 'MX', preference: 10, target: 'mail.school.lan' },
        { owner: '_a._tcp.school.lan', type: 'SRV', priority: 1, weight: 2, port: 3, target: 'school.lan' },
        { owner: 'school.lan', type: 'TXT', text: 'grüße' },
        { owner: 'school.lan', type: 'SOA', nameServer: 'ns.school.lan', serial: 7 },
      ],
    });
  });

  test(`by ${by}: a refusal is an answer`, async () => {
    const { code, authoritative, records } = await ask(
      serverOf([reply({ flags: 5 })]),
      server,
      question,
      options,
    );
    assert.deepEqual(
      { code, authoritative, records },
      { code: 'REFUSED', authoritative: false, records: [] },
    );
  });

  const wrong: readonly (readonly [string, Reply])[] = [
    ['another id', (asked) => ({ ...reply()(asked), id: ((asked.id ?? 0) + 1) % 65_536 })],
    ['another name', reply({ questions: [{ name: 'school.example', type: 'A' }] })],
    ['another type', reply({ questions: [{ name: 'school.lan', type: 'AAAA' }] })],
    ['no question', reply({ questions: [] })],
    ['a question', reply({ type: 'query' })],
  ];
  for (const [what, answer] of wrong) {
    test(`by ${by}: ${what} is no answer`, async () => {
      await assert.rejects(
        ask(serverOf([answer]), server, question, options),
        tcp ? /The answer belongs to another question\.$/ : /no answer within 1 s\.$/,
      );
    });
    if (!tcp) {
      test(`by UDP: after ${what}, the true answer is taken`, async () => {
        assert.equal((await ask(serverOf([answer, reply()]), server, question, options)).code, 'NOERROR');
      });
    }
  }

  test(`by ${by}: an answer that is cut short is none`, async () => {
    await assert.rejects(
      ask(serverOf([reply({ flags: TRUNCATED_RESPONSE })]), server, question, options),
      new RegExp(
        `^Trouble: The query by ${by} for A of school.lan to the DNS server at 127.0.0.1, port 5353, failed: The answer is incomplete\\.$`,
      ),
    );
  });
}

test('by TCP: a part of an answer is not taken for all of it', async () => {
  for (const cutAt of [0, 1, 2, 20]) {
    await assert.rejects(
      ask(serverOf([reply()], cutAt), server, question, { tcp: true, seconds: 1 }),
      /closed/,
    );
  }
});

test('bytes that are no answer at all are none', async () => {
  const garbage = Buffer.from([0, 3, 1, 2, 3]);
  const exchange: Exchange = {
    datagram: (_, __, isAnswer) =>
      isAnswer(garbage) ? Promise.resolve(garbage) : Promise.reject(new Error('no answer within 1 s')),
    stream: () => Promise.resolve(garbage),
  };
  await assert.rejects(ask(exchange, server, question, { tcp: false, seconds: 1 }), /no answer within/);
  await assert.rejects(ask(exchange, server, question, { tcp: true, seconds: 1 }), /cannot be read/);
});
