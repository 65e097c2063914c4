import { warning, well } from '../../../core/finding.js';
import type { DoctorCheck } from '../../../core/module/index.js';
import { say } from '../../../core/words/sentence.js';
import { troubleOf } from '../../../errors.js';
import { guardState } from '../guard.js';

/** Whether connections that do not sign in are closed. */
export const guardCheck: DoctorCheck<unknown> = {
  subject: 'guard',
  async look({ network, layout }) {
    try {
      return [findings[await guardState(network, layout)]];
    } catch (error) {
      const advice = say`Look at "eboxctl logs guard", then run "eboxctl daemons restart guard".`;
      return [
        warning(
          'guard',
          say`The guard does not answer: ${{ reason: troubleOf(error) }}. Strangers can fill the chat server with connections that do not sign in.`,
          advice,
        ),
      ];
    }
  },
};

const findings = {
  watching: well('guard', say`Connections that do not sign in are closed.`),
  deaf: warning(
    'guard',
    say`The guard does not see the client connections. Strangers can fill the chat server with connections that do not sign in.`,
    say`Run "eboxctl daemons restart c2s" while few users are connected: it disconnects all of them.`,
  ),
  forbidden: warning(
    'guard',
    say`This machine does not let the guard close connections. Chats go on, but strangers can fill the chat server with connections that do not sign in.`,
    say`Where /proc/sys/kernel/yama/ptrace_scope is not 0, set kernel.yama.ptrace_scope=0 in /etc/sysctl.d/, load it with "sysctl --system", then run "eboxctl daemons restart guard".`,
  ),
} as const;
