import { layoutOf } from '../../core/layout.js';
import { reasonOf } from '../../errors.js';
import { guardState } from '../../modules/jabber/guard.js';
import { createNetwork } from '../../system/network.js';
import { warning, well, type Finding } from './finding.js';
import type { Patient } from './patient.js';

const UNGUARDED = 'A stranger can fill the chat server with connections that do not sign in';

/** Whether connections that do not sign in are ended. */
export async function examineGuard({
  state,
  jabber,
  ports,
}: Pick<Patient, 'state' | 'jabber' | 'ports'>): Promise<readonly Finding[]> {
  if (jabber === null) return [];
  const layout = layoutOf(state, { ...ports, router: ports.router ?? 0 }, process.execPath);
  try {
    return [findings[await guardState(createNetwork(), layout)]];
  } catch (error) {
    const advice = 'Look at "eboxctl logs guard", then "eboxctl daemons restart guard".';
    return [warning('guard', `${UNGUARDED}: the guard does not answer (${reasonOf(error)}).`, advice)];
  }
}

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
