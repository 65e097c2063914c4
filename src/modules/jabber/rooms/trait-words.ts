import { sayOf, type Sentence } from '../../../core/words/sentence.js';
import type { RoomTraits } from './room-rows.js';

/** What a room is, in a few words each. */
export function traitWords(traits: RoomTraits): readonly Sentence[] {
  return [
    traits.isPermanent ? sayOf('a chat room')`Permanent` : sayOf('a chat room')`Temporary`,
    ...(traits.isHidden ? [sayOf('a chat room')`Hidden`] : []),
    ...(traits.hasPassword ? [sayOf('a chat room')`Password`] : []),
    ...(traits.isMembersOnly ? [sayOf('a chat room')`Members only`] : []),
    ...(traits.isModerated ? [sayOf('a chat room')`Moderated`] : []),
  ];
}
