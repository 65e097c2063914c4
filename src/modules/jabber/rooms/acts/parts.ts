import type { Outcome } from '../../../../core/act.js';
import type { Frame } from '../../../../core/module/index.js';
import type { FieldErrors } from '../../../../core/settings.js';
import { say, type Sentence } from '../../../../core/words/sentence.js';
import { PanelError } from '../../../../errors.js';
import { activeRooms } from '../active-rooms.js';

/** What came of an act on a room. */
export type RoomCame = Outcome &
  (
    | { readonly kind: 'done'; readonly sentence: Sentence }
    | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  );

/** What acts on rooms need of the panel. */
export interface RoomParts extends Pick<Frame, 'active' | 'machine'> {
  readonly people: Pick<Frame['people'], 'find'>;
}

/** Why the chat rooms do not list a user as the owner of a room. */
export function administersAll(userName: string): Sentence {
  return say`${{ user: userName }} has administration rights and so may change every room, and the chat rooms list no such user as an owner.`;
}

/** The domain whose rooms are on. Throws PanelError `host-unsuitable` where they are off. */
export function roomsDomain(parts: Pick<Frame, 'active'>): string {
  const settings = activeRooms(parts);
  if (settings === null)
    throw new PanelError('host-unsuitable', { reason: say`The chat rooms are disabled` });
  return settings.domain;
}

/** What is wrong with the name of a user who is to own a room; null when there is this user. */
export async function ownerProblem({ people }: RoomParts, owner: string): Promise<Sentence | null> {
  try {
    await people.find(owner);
    return null;
  } catch (error) {
    if (error instanceof PanelError && error.code === 'directory-no-such-entry')
      return say`There is no user of this name.`;
    throw error;
  }
}
