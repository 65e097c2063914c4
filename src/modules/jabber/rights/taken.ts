import { z } from 'zod';
import type { Machine } from '../../../core/ports.js';
import { allOf, say, type Sentence } from '../../../core/words/sentence.js';
import { administratorNames } from '../facts.js';
import type { JabberSettings } from '../settings.js';
import { administratorsIn } from './in-file.js';

/** The daemons that read the administrators when they start, and never again. */
const READERS = [
  { daemon: 'sm', file: 'jabberd2/sm.xml' },
  { daemon: 'muc', file: 'jabberd2/muc.xml' },
] as const;

const takenSchema = z.record(
  z.string(),
  z.strictObject({ pid: z.int(), names: z.array(z.string()).readonly() }),
);
type Taken = z.infer<typeof takenSchema>;

/** What each machine's daemons have read, as it was kept last. */
const known = new WeakMap<Machine, Taken>();

/**
 * Remembers which administrators a daemon has read, whenever it was started anew: a save that changes nobody but
 * administrators writes their names into its file and leaves it running. To be asked every few seconds.
 */
export async function noteRightsTaken(machine: Machine): Promise<void> {
  const taken = await takenBy(machine);
  let now = taken;
  for (const { daemon, file } of READERS) {
    const { up, pid } = await machine.daemons.state(daemon);
    if (!up || taken[daemon]?.pid === pid) continue;
    const text = (await machine.configuration.live()).find(({ path }) => path === file)?.content;
    if (typeof text === 'string') now = { ...now, [daemon]: { pid, names: [...administratorsIn(text)] } };
  }
  if (now === taken) return;
  await document(machine).write(now);
  known.set(machine, now);
}

/** What administrators cannot do yet, or can still do, until a daemon is started anew; for the home page. */
export async function rightsNotices(
  machine: Machine,
  { muc }: Pick<JabberSettings, 'muc'>,
): Promise<readonly Sentence[]> {
  const taken = await takenBy(machine);
  const names = await administratorNames(machine.directory);
  const sm = changedSince(taken['sm']?.names, names);
  const rooms = muc ? changedSince(taken['muc']?.names, names) : [];
  return [
    ...(sm.length === 0
      ? []
      : [
          say`Administration rights of ${{ users: allOf(sm) }} changed. The right to announce holds already. The list of sessions in the chat client follows when “Sessions” restarts. Restart it yourself if it must be now: all users are disconnected for some seconds.`,
        ]),
    ...(rooms.length === 0
      ? []
      : [
          say`Administration rights of ${{ users: allOf(rooms) }} changed. The administration of the chat rooms follows when “Chat rooms” restarts.`,
        ]),
  ];
}

/** Who became an administrator, or is none any more. @param before undefined where it is not known */
function changedSince(before: readonly string[] | undefined, now: readonly string[]): readonly string[] {
  if (before === undefined) return [];
  return [...before.filter((name) => !now.includes(name)), ...now.filter((name) => !before.includes(name))];
}

async function takenBy(machine: Machine): Promise<Taken> {
  const there = known.get(machine) ?? takenSchema.parse((await document(machine).read()) ?? {});
  known.set(machine, there);
  return there;
}

function document({ store }: Pick<Machine, 'store'>): ReturnType<Machine['store']['document']> {
  return store.document('chat-rights');
}
