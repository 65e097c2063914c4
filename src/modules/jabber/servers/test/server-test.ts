import { problem, type Finding } from '../../../../core/finding.js';
import type { Machine } from '../../../../core/ports.js';
import { say, type Sentence } from '../../../../core/words/sentence.js';
import { troubleOf } from '../../../../errors.js';
import { isAllowed } from '../active-servers.js';
import { findEndpoints } from './addresses.js';
import { askThrough } from './answer.js';
import { certificateFindings } from './certificate.js';
import { connectTo } from './connection.js';
import { converse } from './conversation.js';
import { findPlaces } from './records.js';
import type { Subject } from './subject.js';

/** A test of another server, while it runs and afterwards. */
export interface ServerTest {
  readonly domain: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly findings: readonly Finding[];
  /** What is being done; `''` when it is over. */
  readonly now: Sentence | '';
}

/** The tests of one machine: one at a time, and the last one is kept. */
export class ServerTests {
  #last: ServerTest | null = null;
  #running: Promise<void> | null = null;

  /** The last one, or the one that runs. */
  last(): ServerTest | null {
    return this.#last;
  }

  /** Begins a test. Returns false where one runs already. */
  start(subject: Subject): boolean {
    if (this.#running !== null) return false;
    const { domain, machine } = subject;
    this.#last = { domain, startedAt: machine.clock.now().toISOString(), findings: [], now: LOOKING_UP };
    this.#running = this.#run(subject).finally(() => (this.#running = null));
    return true;
  }

  /** Waits for the end of the one that runs. */
  async ended(): Promise<void> {
    await this.#running;
  }

  async #run(subject: Subject): Promise<void> {
    try {
      await look(subject, (findings, now) => this.#note(findings, now));
    } catch (error) {
      const sentence = say`The test broke off: ${{ reason: troubleOf(error) }}.`;
      this.#note([problem('test', sentence, say`Try again.`)], '');
    }
    this.#note([], '');
  }

  #note(findings: readonly Finding[], now: Sentence | ''): void {
    if (this.#last !== null)
      this.#last = { ...this.#last, findings: [...this.#last.findings, ...findings], now };
  }
}

const LOOKING_UP = say`Looking up the domain in the DNS…`;
const CONNECTING = say`Connecting…`;
const TALKING = say`Talking to the other server…`;
const ASKING = say`Asking through this server. This can take 20 seconds…`;

/** Looks step by step: each one that fails leaves out those that need it, but for the last, which goes the whole way. */
async function look(
  subject: Subject,
  note: (findings: readonly Finding[], now: Sentence) => void,
): Promise<void> {
  if (!isAllowed(subject.settings, subject.domain)) {
    note([notAllowed(subject)], ASKING);
    return;
  }
  const { finding: records, places } = await findPlaces(subject);
  note([records], LOOKING_UP);
  if (places.length > 0) await lookAt(subject, places, note);
  note([], ASKING);
  note([await askThrough(subject)], ASKING);
}

async function lookAt(
  subject: Subject,
  places: Awaited<ReturnType<typeof findPlaces>>['places'],
  note: (findings: readonly Finding[], now: Sentence) => void,
): Promise<void> {
  const { finding: addresses, endpoints } = await findEndpoints(subject, places);
  note([addresses], CONNECTING);
  if (endpoints.length === 0) return;
  const { finding, connection } = await connectTo(subject, endpoints);
  note([finding], TALKING);
  if (connection === null) return;
  const { findings, certificate } = await converse(subject, connection);
  const { domain, machine } = subject;
  note(findings, TALKING);
  if (certificate !== null) note(certificateFindings(certificate, domain, machine.clock.now()), TALKING);
}

function notAllowed({ domain }: Subject): Finding {
  return problem(
    'allowed',
    say`${{ domain }} is no allowed server: what users send to it is dropped, and so is what comes from it.`,
    say`To allow it, add it to “Allowed servers” on Jabber Service and save.`,
  );
}

const tests = new WeakMap<Machine, ServerTests>();

/** The tests of other servers on this machine. */
export function serverTestsOf(machine: Machine): ServerTests {
  let those = tests.get(machine);
  if (those === undefined) tests.set(machine, (those = new ServerTests()));
  return those;
}
