import type { Rival } from '../../../core/module/index.js';
import { say } from '../../../core/words/sentence.js';

const DISABLE =
  'systemctl disable --now jabberd.service jabberd-router.service jabberd-sm.service jabberd-c2s.service ' +
  'jabberd-s2s.service jabberd2.service';

/** The daemons of Debian's own jabberd2, or of one that was set up by hand. */
export const rivals: readonly Rival[] = ['jabberd2-router', 'jabberd2-c2s', 'jabberd2-s2s'].map(
  (program) => ({
    program,
    kind: say`chat server`,
    stop: say`Another chat server is installed on this machine. Stop and disable it. If it is Debian’s, run: "systemctl disable --now jabberd jabberd-router jabberd-sm jabberd-c2s jabberd-s2s".`,
    whenOpen: say`When you enable Jabber, that server is stopped and disabled. To do it now, run: ${{ command: DISABLE }}.`,
  }),
);
