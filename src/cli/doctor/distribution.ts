import { isLoopback } from '../../core/loopback.js';
import { allOf, passage, say } from '../../core/words/sentence.js';
import { warning, well, type Finding } from './finding.js';
import { kernelName, listenersIn } from './listening.js';
import { isOurs } from './own-process.js';
import type { Patient } from './patient.js';

/**
 * What Debian's own packages run and leave open to the network: it was there before the panel, which leaves it alone.
 * Only root is told which program listens on a port of another account.
 */
export async function examineDistribution({
  modules,
  state,
  output,
}: Pick<Patient, 'modules' | 'state' | 'output'>): Promise<readonly Finding[]> {
  const text = await output(['ss', '-Hltnp']);
  if (text === null) return [];
  const rivals = modules.flatMap(({ doctor }) => doctor.rivals).filter(({ whenOpen }) => whenOpen !== null);
  const open = new Map<(typeof rivals)[number], Set<string>>();
  for (const { program, pid, address } of listenersIn(text)) {
    const rival = rivals.find((one) => kernelName(one.program) === program);
    if (rival === undefined || pid === null || isLoopback(hostOf(address)) || (await isOurs(pid, state)))
      continue;
    open.set(rival, (open.get(rival) ?? new Set()).add(address));
  }
  if (open.size === 0) return [well('distribution', say`No other known server is open to the network.`)];
  return [...open].map(([{ program, kind, whenOpen }, addresses]) =>
    warning(
      'distribution',
      say`${{ program }} (${{ kind }}) is open to the network at ${{ addresses: allOf([...addresses]) }}. This panel does not run it.`,
      passage(whenOpen ?? ''),
    ),
  );
}

/** The address of ss(8)'s `127.0.0.53%lo:53` or `[::1]:53` alone. */
function hostOf(local: string): string {
  return local
    .replace(/:\d+$/, '')
    .replace(/%[^\]]*/, '')
    .replace(/^\[(.*)\]$/, '$1');
}
