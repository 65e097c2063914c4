import type { Frame } from '../../../../core/module/index.js';
import { handle, type Handler } from '../../../../core/shell/handle.js';
import { perform } from '../../../../core/shell/perform.js';
import { invalid } from '../../../../core/shell/refusal.js';
import { say } from '../../../../core/words/sentence.js';
import { readable } from '../../readable.js';
import { activeServers } from '../../servers/active-servers.js';
import { testServer } from '../../servers/acts.js';
import { failureWords } from '../../servers/failure-words.js';
import { serverWatchOf } from '../../servers/server-watch.js';
import { serverTestsOf } from '../../servers/test/server-test.js';
import { serversQuery, wantedLinks } from '../../pages/servers/rows.js';
import { serversVerb, testServerVerb } from './verbs.js';

/** Other servers, in the shell. */
export function serverHandlers(frame: Frame): readonly Handler[] {
  const act = frame.gate(testServer(frame));
  const { machine } = frame;
  return [
    handle(serversVerb, async () => {
      if (activeServers(frame) === null) return { servers: [], failures: [] };
      const { links, failures } = await serverWatchOf(machine).connected();
      const query = serversQuery(() => '');
      return {
        servers: wantedLinks(links, query).map(({ domain, direction, since, address, isEncrypted }) => ({
          ...{ domain: readable(domain), direction, address, isEncrypted },
          since: new Date(since).toISOString(),
        })),
        failures: failures.map(({ domain, at, kind }) => ({
          domain: readable(domain),
          at: new Date(at).toISOString(),
          reason: failureWords(kind),
        })),
      };
    }),

    handle(testServerVerb, async (wanted, actor) => {
      const came = await perform(act, wanted, actor, false);
      if (came.kind === 'invalid') throw invalid({ '': came.problem });
      if (came.kind === 'busy')
        throw invalid({ '': say`Another test runs. Wait until it ends, then try again.` });
      const tests = serverTestsOf(machine);
      await tests.ended();
      const { domain = '', findings = [] } = tests.last() ?? {};
      return { domain, findings: [...findings] };
    }),
  ];
}
