import { servicesHeading, type Frame, type MenuItem } from '../../../../core/module/index.js';
import type { PageDeclaration } from '../../../../core/page.js';
import { say } from '../../../../core/words/sentence.js';
import { testServer } from '../../servers/acts.js';
import { listPage } from './list.js';
import { SERVERS, SERVER_TEST } from './paths.js';
import { serversQuery } from './rows.js';
import { beginTest, showTest } from './test.js';

/** The other servers in the menu. */
export const serversMenu: MenuItem = {
  heading: servicesHeading,
  label: say`Other servers`,
  path: SERVERS,
  icon: 'servers',
};

/** Which other servers are connected, and the test of one. */
export function serverPages(frame: Frame): readonly PageDeclaration[] {
  const act = frame.gate(testServer(frame));
  return [
    {
      path: SERVERS,
      get: (request) =>
        listPage(
          frame,
          serversQuery((name) => request.query(name)),
        ),
    },
    { path: SERVER_TEST, get: () => showTest(frame), post: (request) => beginTest(frame, act, request) },
  ];
}
