import { z } from 'zod';
import type { ReadRecords } from '../../../core/module/index.js';
import type { Machine } from '../../../core/ports.js';
import { isUserName } from '../../../core/user-name.js';
import { liveOf } from '../live/live.js';

const seenSchema = z.object({ user: z.string(), at: z.int().min(1) });

/**
 * Copies, once, when users signed in last from what sm noted (table `status`): from then on the chat sign-in tells it, and
 * the panel's fake sessions would count there as sign-ins. Throws an Error with the reason; then it is still due.
 */
export async function rememberSignIns(machine: Machine, read: ReadRecords): Promise<void> {
  const { news } = liveOf(machine);
  if (!(await news.lacksEarlier())) return;
  const now = machine.clock.now().getTime();
  const seen = (await read({ what: 'last-seen' })).flatMap((record) => {
    const { data } = seenSchema.safeParse(record);
    // A time in the future is of a clock that ran ahead.
    return data === undefined || !isUserName(data.user) || data.at * 1000 > now
      ? []
      : [[data.user, data.at * 1000] as const];
  });
  await news.takeEarlier(seen);
}
