import type { Rival } from '../../../core/module/index.js';

/** The daemons of Debian's own jabberd2, or of one that somebody set up by hand. */
export const rivals: readonly Rival[] = ['jabberd2-router', 'jabberd2-c2s', 'jabberd2-s2s'].map(
  (program) => ({
    program,
    kind: 'chat server',
    stop: 'Another chat server was on this machine before. Stop it and keep it from starting, Debian’s with "systemctl disable --now jabberd jabberd-router jabberd-sm jabberd-c2s jabberd-s2s".',
    whenOpen:
      'Enabling Jabber turns it off. To do it now: systemctl disable --now jabberd.service jabberd-router.service ' +
      'jabberd-sm.service jabberd-c2s.service jabberd-s2s.service jabberd2.service.',
  }),
);
