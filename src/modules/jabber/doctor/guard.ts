import { warning, well } from '../../../core/finding.js';
import type { DoctorCheck } from '../../../core/module/index.js';
import { reasonOf } from '../../../errors.js';
import { guardState } from '../guard.js';

const UNGUARDED = 'A stranger can fill the chat server with connections that do not sign in';

/** Whether connections that do not sign in are ended. */
export const guardCheck: DoctorCheck<unknown> = {
  subject: 'guard',
  async look({ network, layout }) {
    try {
      return [findings[await guardState(network, layout)]];
    } catch (error) {
      const advice = 'Look at "eboxctl logs guard", then "eboxctl daemons restart guard".';
      return [warning('guard', `${UNGUARDED}: the guard does not answer (${reasonOf(error)}).`, advice)];
    }
  },
};

const findings = {
  watching: well('guard', 'Connections that do not sign in are ended.'),
  deaf: warning(
    'guard',
    `${UNGUARDED}: the guard hears nothing of the client connections.`,
    'Restart them when few people chat, since it disconnects everybody: "eboxctl daemons restart c2s".',
  ),
  forbidden: warning(
    'guard',
    `${UNGUARDED}: this machine lets the guard end none of them. Chats go on.`,
    'Where /proc/sys/kernel/yama/ptrace_scope is not 0, set kernel.yama.ptrace_scope=0 in /etc/sysctl.d/, load it with "sysctl --system", then "eboxctl daemons restart guard".',
  ),
} as const;
