import { shown, type PageAnswer, type PageDeclaration, type PageRequest } from '../../../core/page.js';
import { say } from '../../../core/words/sentence.js';
import { reasonOf } from '../../../errors.js';
import type { CertificateOutlook } from '../../../services/certificates/certificate-renewal.js';
import type { Deps } from '../../deps.js';
import { nextSteps } from '../../next-steps.js';
import { activityView, spanOf } from './activity-view.js';
import { answersOf } from './answer.js';
import { daemonsView } from './daemons-view.js';
import { standingNotices } from './standing-notices.js';

export type Needs = Pick<
  Deps,
  | 'registry'
  | 'modules'
  | 'health'
  | 'notices'
  | 'findings'
  | 'save'
  | 'waiting'
  | 'draft'
  | 'frameOf'
  | 'log'
  | 'clock'
  | 'acts'
  | 'renewal'
  | 'signIn'
  | 'sessionWatch'
  | 'users'
  | 'history'
  | 'lastSave'
>;

/** The home page: whether it works, what to do, and what goes on. */
export function homePage(needs: Needs): PageDeclaration {
  return { path: '/', get: (request) => show(needs, request) };
}

async function show(needs: Needs, request: PageRequest): Promise<PageAnswer> {
  const [daemons, certificates, steps] = await Promise.all([
    needs.health.rows(),
    certificateOutlooks(needs),
    nextSteps(needs),
  ]);
  const found = { daemons, certificates };
  const [answers, notices] = await Promise.all([answersOf(needs, found), standingNotices(needs, found)]);
  return shown({
    template: 'home',
    title: say`Home`,
    locals: {
      answers,
      notices,
      steps,
      daemons: daemonsView(daemons, needs.modules),
      activity: activityView(needs, spanOf(request.query('span'))),
    },
  });
}

/** The home page is shown also when the certificate cannot be looked at. */
async function certificateOutlooks({ renewal, log }: Needs): Promise<readonly CertificateOutlook[]> {
  try {
    return await renewal.outlooks();
  } catch (error) {
    log.error(`cannot look at the certificate: ${reasonOf(error)}`);
    return [];
  }
}
