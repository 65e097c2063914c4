import type { KeptPlace } from '../module/names.js';
import { say, type Sentence } from '../words/sentence.js';

/** What services keep for a name, all together. */
export interface Kept {
  readonly own: readonly string[];
  readonly places: readonly KeptPlace[];
}

/** Whether anything is kept. */
export function isKept({ own, places }: Kept): boolean {
  return own.length + places.length > 0;
}

/** What is kept for a name, a line each. */
export function keptWords({ own, places }: Kept): readonly string[] {
  return [
    ...own,
    ...places.map(({ title, isOwned }) => (isOwned ? `${title}, which it owns` : `rights in ${title}`)),
  ];
}

/** What is asked of whoever adds a user under a name that something is kept for. */
export function keptQuestion(userName: string, kept: Kept): Sentence {
  return say`The services keep data for the name ${{ user: userName }}: ${{ list: keptWords(kept).join('; ') }}. Choose whether the new user gets this, or it is deleted.`;
}

/** The titles of the places that a name owns: they go on for others, or end. */
export function ownedPlaces({ places }: Kept): readonly string[] {
  return places.flatMap(({ title, isOwned }) => (isOwned ? [title] : []));
}
