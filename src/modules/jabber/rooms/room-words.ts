import { allOf, moment, quantity, say, sayOf, type Sentence } from '../../../core/words/sentence.js';

/** "3 of 500"; `''` where it is not known. */
export function peopleWords(people: number | null, most: number | null): Sentence | '' {
  if (people === null) return '';
  const here = quantity(people);
  return most === null ? here : say`${{ people: here }} of ${{ most: quantity(most) }}`;
}

/** The owners; `''` where they are not known. @param more how many there are beside these */
export function ownerWords(owners: readonly string[] | null, more: number): Sentence | '' {
  if (owners === null) return '';
  if (more > 0) return say`${{ users: allOf(owners) }}, and ${{ count: quantity(more) }} more`;
  return owners.length === 0 ? sayOf('a chat room')`No owner` : allOf(owners);
}

/** When the panel last saw somebody in a room; `''` where it never did. */
export function lastUsedWords(people: number | null, lastUsed: string | null): Sentence | '' {
  if (people !== null && people > 0) return sayOf('a chat room')`Now`;
  return lastUsed === null ? '' : moment(lastUsed);
}
