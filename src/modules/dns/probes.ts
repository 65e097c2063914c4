import type { Asked, ProbeDeclaration } from '../../core/module/index.js';
import { allOf, say, type Sentence } from '../../core/words/sentence.js';
import { Trouble } from '../../errors.js';
import type { AnsweredRecord, DnsAnswer } from './answer.js';
import { ask, type DnsQuestion } from './client.js';
import { domainFinder } from './domain-finder.js';
import type { DnsSettings, DomainRow } from './domain-row.js';
import { keptOf } from './facts.js';
import { keptIn } from './kept-records.js';
import { asciiName } from './labels.js';
import { dnsPort } from './paths.js';
import { recordsOf } from './records.js';
import { textOf, type ZoneRecord } from './zone-record.js';

type DnsSituation = Asked<DnsSettings>;

/** Seconds that an answer may take. */
const SECONDS = 2;
/** Milliseconds within which named has read a new zone. */
const READ_WITHIN = 2500;
/** Questions that are asked at once. */
const AT_ONCE = 50;

function question(
  { machine: { exchange, layout } }: DnsSituation,
  asked: DnsQuestion,
  tcp = false,
): Promise<DnsAnswer> {
  const server = { address: '127.0.0.1', port: dnsPort(layout) };
  return ask(exchange, server, asked, { tcp, seconds: SECONDS });
}

const served: ProbeDeclaration<DnsSettings> = {
  name: 'domains',
  setting: 'domains',
  title: say`Domains`,
  async look(situation) {
    const { domains } = situation.settings;
    const find = domainFinder(domains);
    const kept = keptOf(situation);
    for (const domain of domains)
      await proveDomain(situation, domain, recordsOf(domain, keptIn(domain, find, kept)));
    return domains.length === 0
      ? say`No domain is served.`
      : say`Served over UDP and TCP: ${{ domains: allOf(domains.map(({ name }) => name)) }}.`;
  },
};

/** Asks for the zone by UDP and TCP, then for each record. What named has just been told is asked again for a moment. */
async function proveDomain(
  situation: DnsSituation,
  { name }: DomainRow,
  records: readonly ZoneRecord[],
): Promise<void> {
  for (const tcp of [false, true])
    await untilRead(situation, async () => {
      const { code, authoritative } = await question(situation, { name: asciiName(name), type: 'SOA' }, tcp);
      return code === 'NOERROR' && authoritative
        ? null
        : say`${{ domain: name }} is not served (${{ code }}).`;
    });
  let left = records;
  await untilRead(situation, async () => {
    left = await missing(situation, left);
    const [first] = left;
    return first === undefined ? null : say`This is not served: ${{ record: textOf(first) }}`;
  });
}

/** Looks until nothing is wrong. Throws with what is still wrong when named has had its time to read. */
async function untilRead(
  { machine: { clock } }: DnsSituation,
  look: () => Promise<Sentence | null>,
): Promise<void> {
  const until = clock.monotonic() + READ_WITHIN;
  for (;;) {
    const wrong = await look();
    if (wrong === null) return;
    if (clock.monotonic() > until) throw new Trouble(wrong);
    await clock.sleep(50);
  }
}

/** Those of the records that are not answered. */
async function missing(
  situation: DnsSituation,
  records: readonly ZoneRecord[],
): Promise<readonly ZoneRecord[]> {
  const gone: ZoneRecord[] = [];
  for (let from = 0; from < records.length; from += AT_ONCE) {
    const asked = records.slice(from, from + AT_ONCE).map(async (record) => {
      // A long text is cut by UDP.
      const isLong = record.type === 'TXT' && record.text.length > 200;
      const answer = await question(situation, { name: record.owner, type: record.type }, isLong);
      return answer.records.some((one) => isSame(one, record)) ? [] : [record];
    });
    gone.push(...(await Promise.all(asked)).flat());
  }
  return gone;
}

function isSame(answered: AnsweredRecord, record: ZoneRecord): boolean {
  return answered.type !== 'SOA' && textOf(answered) === textOf(record);
}

const others: ProbeDeclaration<DnsSettings> = {
  name: 'others',
  setting: 'resolve',
  title: say`Other names`,
  async look(situation) {
    const { recursion } = await question(situation, { name: 'localhost', type: 'A' });
    const sentence = recursion
      ? say`Private networks get answers about other names.`
      : say`Questions about other names are refused.`;
    if (recursion !== situation.settings.resolve) throw new Trouble(sentence);
    return sentence;
  },
};

/** What a client now finds. */
export const probes: readonly ProbeDeclaration<DnsSettings>[] = [served, others];
