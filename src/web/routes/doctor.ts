import { Router } from 'express';
import { movedTo, shown, type PageAnswer } from '../../core/page.js';
import { say } from '../../core/words/sentence.js';
import type { Deps } from '../deps.js';
import { serveDeclared } from '../declared-pages.js';
import type { Pages } from '../pages.js';

/** Where the page is. */
const PATH = '/doctor';
const LOOK = `${PATH}/look`;

type Needs = Pick<Deps, 'examination' | 'clientViews' | 'ofModules'>;

/** What the panel finds of what the doctor looks at, and what only the command can see. */
export function doctorRoutes(needs: Needs, pages: Pages): Router {
  const router = Router({ strict: true, caseSensitive: true });
  serveDeclared(router, pages, [
    { path: PATH, get: () => show(needs) },
    { path: LOOK, post: () => look(needs) },
  ]);
  return router;
}

/** Asks as a client does, and does the checks of the modules, which takes some seconds and changes nothing. */
async function look({ clientViews, ofModules }: Needs): Promise<PageAnswer> {
  await Promise.all([clientViews.lookAtAll(), ofModules.look()]);
  return movedTo(PATH);
}

async function show({ examination }: Needs): Promise<PageAnswer> {
  const findings = await examination.all();
  const worst = (['problem', 'warning'] as const).flatMap((verdict) =>
    findings.filter((finding) => finding.verdict === verdict),
  );
  return shown({
    template: 'doctor',
    title: say`Doctor`,
    locals: {
      unwell: worst,
      well: findings.filter(({ verdict }) => verdict === 'ok'),
      lookedAt: examination.lookedAt() ?? '',
      look: LOOK,
      command: 'eboxctl doctor',
      elsewhere: [
        say`Which program listens on each port, and whether it is the panel’s own.`,
        say`What Debian’s own packages leave open to the network.`,
        say`Whether the clock is synchronized.`,
        say`The permissions of the files in the state folder.`,
        say`The list of certificates that root allows.`,
        say`The versions of the installed packages.`,
        say`What the kernel denied to a daemon.`,
      ],
    },
  });
}
