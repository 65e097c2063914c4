import type { Machine } from '../../../../core/ports.js';
import type { Sentence } from '../../../../core/words/sentence.js';
import { troubleOf } from '../../../../errors.js';
import { defaultRoomOf } from './default-room.js';
import { defaultStanding, type DefaultStanding } from './default-standing.js';
import { defaultWords } from './default-words.js';

/** The default room as pages and commands show it. */
export interface DefaultView {
  /** The room's JID; `''` where there is none. */
  readonly jid: string;
  readonly sentences: readonly Sentence[];
  /** Whether nobody is invited because of something that an administrator should mend. */
  readonly isAmiss: boolean;
}

/** The default room, how it stands and how many were invited. Does not throw. */
export async function defaultView(machine: Machine, domain: string): Promise<DefaultView> {
  const room = defaultRoomOf(machine);
  try {
    const chosen = await room.chosen();
    if (chosen === null) return { jid: '', sentences: [], isAmiss: false };
    const standing = await defaultStanding(machine, domain, chosen.jid).catch(
      (): DefaultStanding => 'unknown',
    );
    const { size } = await room.invited();
    return {
      jid: chosen.jid,
      sentences: defaultWords(chosen, standing, size),
      isAmiss: chosen.ended || standing === 'gone' || standing === 'closed',
    };
  } catch (error) {
    return { jid: '', sentences: [troubleOf(error)], isAmiss: true };
  }
}
