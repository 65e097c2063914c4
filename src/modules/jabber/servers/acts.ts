import type { Act } from '../../../core/act.js';
import type { Frame } from '../../../core/module/index.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import { readDomain, roomsHost } from '../domain.js';
import { readable } from '../readable.js';
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
      const problem = problemOf({ active }, wanted);
      return problem === null ? null : { kind: 'invalid', problem };
    },
    async do(wanted, { record }) {
      const settings = activeServers({ active });
      const read = readDomain(wanted.domain);
      if (
        settings === null ||
        !read.ok ||
        !serverTestsOf(machine).start({ machine, settings, domain: read.domain })
      )
        return { kind: 'busy' };
      await record({ what: title({ domain: read.domain }) });
      return { kind: 'begun' };
    },
  };
}

function problemOf({ active }: Pick<Frame, 'active'>, { domain }: WantedTest): Sentence | null {
  const settings = activeServers({ active });
  if (settings === null) return say`This server does not connect to other servers.`;
  const read = readDomain(domain);
  if (!read.ok) return read.reason;
  return [settings.domain, roomsHost(settings.domain)].includes(read.domain)
    ? say`This is the domain of this server itself. Type that of another one.`
    : null;
}
