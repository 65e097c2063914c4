import { isAsked, type Gated } from '../../../../core/act.js';
import type { Frame } from '../../../../core/module/index.js';
import { movedTo, shown, type PageAnswer, type PageRequest } from '../../../../core/page.js';
import { say, type Sentence } from '../../../../core/words/sentence.js';
import type { TestCame, WantedTest } from '../../servers/acts.js';
import { serverTestsOf } from '../../servers/test/server-test.js';
import { subjectWords } from '../../servers/test/subject-words.js';
import { listPage } from './list.js';
import { SERVERS, SERVER_TEST } from './paths.js';
import { serversQuery } from './rows.js';

/** The last test, while it runs and afterwards. */
export function showTest({ machine }: Frame): PageAnswer {
  const last = serverTestsOf(machine).last();
  if (last === null) return movedTo(SERVERS);
  const { domain, startedAt, findings, now } = last;
  return shown({
    template: 'jabber/servers/test',
    title: say`Test of ${{ domain }}`,
    script: 'server-steps.js',
    ...(now === '' ? {} : { refresh: SERVER_TEST }),
    locals: {
      ...{ domain, startedAt, now },
      action: SERVER_TEST,
      list: SERVERS,
      findings: findings.map((finding) => ({ ...finding, subject: subjectWords(finding.subject) })),
    },
  });
}

/** Begins a test. */
export async function beginTest(
  frame: Frame,
  act: Gated<WantedTest, TestCame>,
  request: PageRequest,
): Promise<PageAnswer> {
  const domain = request.field('domain');
  const again = (error: Sentence | '', message: Sentence | '' = ''): Promise<PageAnswer> =>
    listPage(
      frame,
      serversQuery(() => ''),
      { domain, error, message },
    );
  const came = await act.request({ domain }, request.permission);
  if (isAsked(came)) return { kind: 'asking', asked: came, cancel: SERVERS };
  switch (came.kind) {
    case 'begun':
      return movedTo(SERVER_TEST);
    case 'invalid':
      return again(came.problem);
    case 'busy':
      return again('', say`Another test runs. Wait until it ends, then try again.`);
  }
}
