import type { KeptPlace } from '../module/names.js';
import { allOf, say, type Sentence } from '../words/sentence.js';

/** What all services keep for a name. */
export interface Kept {
  readonly own: readonly Sentence[];
  readonly places: readonly KeptPlace[];
}

/** So many names are asked for at once: they fit into one message to the helper, and into one question to a database. */
export const KEPT_AT_ONCE = 2_000;

/** Whether anything is kept. */
export function isKept({ own, places }: Kept): boolean {
  return own.length + places.length > 0;
}

/** What is kept for a name, a line each. */
export function keptWords({ own, places }: Kept): readonly Sentence[] {
  return [
    ...own,
    ...places.map(({ title, isOwned }) =>
      isOwned ? say`${{ place: title }}, which this name owns` : say`rights in ${{ place: title }}`,
    ),
  ];
}

/** The question to an administrator who adds a user under a name that data is kept for. */
export function keptQuestion(userName: string, kept: Kept): Sentence {
  return say`The services keep data for the name ${{ user: userName }}: ${{ list: allOf(keptWords(kept)) }}. Choose whether the new user gets this, or it is deleted.`;
}

/** The titles of the places that a name owns. */
export function ownedPlaces({ places }: Kept): readonly Sentence[] {
  return places.flatMap(({ title, isOwned }) => (isOwned ? [title] : []));
}
