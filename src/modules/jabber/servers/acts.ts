import type { Act } from '../../../core/act.js';
import type { Frame } from '../../../core/module/index.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import { readDomain, roomsHost } from '../domain.js';
import { readable } from '../readable.js';
import type { JabberSettings } from '../settings.js';
import { activeServers } from './active-servers.js';
import { serverTestsOf } from './test/server-test.js';

/** Which server is to be tested, as it was typed. */
export interface WantedTest {
  readonly domain: string;
}

/** What came of it. */
export type TestCame =
  | { readonly kind: 'invalid'; readonly problem: Sentence }
  /** Another test runs. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'begun' };

/** Begins a test of another server. It changes nothing, but others see it: so it is written down who asked. */
export function testServer({
  machine,
  active,
}: Pick<Frame, 'machine' | 'active'>): Act<WantedTest, TestCame> {
  const title = ({ domain }: WantedTest): Sentence => say`Server ${{ domain: readable(domain) }} tested`;
  return {
    name: 'servers.test',
    title,
    check(wanted) {
      const { problem } = readWanted({ active }, wanted);
      return problem === null ? null : { kind: 'invalid', problem };
    },
    async do(wanted, { record }) {
      // The settings may be others by now.
      const read = readWanted({ active }, wanted);
      if (read.problem !== null) return { kind: 'invalid', problem: read.problem };
      const { settings, domain } = read;
      if (!serverTestsOf(machine).start({ machine, settings, domain })) return { kind: 'busy' };
      await record({ what: title({ domain }) });
      return { kind: 'begun' };
    },
  };
}

type Read =
  | { readonly problem: Sentence }
  | { readonly problem: null; readonly settings: JabberSettings; readonly domain: string };

/** What is to be tested, or why it cannot be. */
function readWanted({ active }: Pick<Frame, 'active'>, { domain }: WantedTest): Read {
  const settings = activeServers({ active });
  if (settings === null) return { problem: say`This server does not connect to other servers.` };
  const read = readDomain(domain);
  if (!read.ok) return { problem: read.reason };
  return [settings.domain, roomsHost(settings.domain)].includes(read.domain)
    ? { problem: say`This is the domain of this server itself. Type that of another one.` }
    : { problem: null, settings, domain: read.domain };
}
