import { many, quantity, say, type Sentence } from '../../../../core/words/sentence.js';
import { readable } from '../../readable.js';
import type { ChosenRoom } from './default-room.js';
import type { DefaultStanding } from './default-standing.js';

/** What a default room is, and how many it reached. @param standing `unknown` too where the rooms do not answer */
export function defaultWords(
  { jid, ended }: ChosenRoom,
  standing: DefaultStanding,
  invited: number,
): readonly Sentence[] {
  const room = readable(jid);
  if (ended || standing === 'gone')
    return [
      say`The default room ${{ room }} is not there any more, so nobody is invited. Choose another default room, or none.`,
    ];
  const reached = many(
    invited,
    say`One person was invited so far.`,
    say`${{ count: quantity(invited) }} people were invited so far.`,
  );
  if (standing === 'closed')
    return [
      say`The default room ${{ room }} is not open to everybody any more, so nobody is invited now.`,
      reached,
    ];
  return [
    say`The default room is ${{ room }}. Everybody who is connected, or signs in, gets one invitation to it.`,
    reached,
  ];
}
