import type { DistributionDeclaration } from '../../../core/module/index.js';

/**
 * What Debian's packages `jabberd2` and `jabber-muc` bring, what systemd makes of their init script, and names that people
 * give to a unit of mu-conference, which has none.
 */
export const distribution: DistributionDeclaration = {
  units: [
    'jabberd.service',
    'jabberd-router.service',
    'jabberd-sm.service',
    'jabberd-c2s.service',
    'jabberd-s2s.service',
    'jabberd2.service',
    'jabber-muc.service',
    'mu-conference.service',
  ],
  // It starts all of them, with the chat rooms.
  initScript: {
    name: 'jabberd2',
    processes: [
      ...['router', 'sm', 'c2s', 's2s'].map((part) => started(part, `jabberd2-${part}`)),
      started('muc', 'mu-conference'),
    ],
  },
};

function started(part: string, program: string): { readonly pidFile: string; readonly program: string } {
  return { pidFile: `/run/jabberd2/${part}.pid`, program: `/usr/sbin/${program}` };
}
