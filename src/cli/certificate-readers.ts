import { allOf, say, type Sentence } from '../core/words/sentence.js';
import { modules } from '../modules/index.js';

/** Who gets the key of a certificate that root allows: "for NAME", or "for NAME and the panel". */
export function readersOf(isForPanel: boolean): Sentence {
  const services = modules.flatMap(({ certificate }) => certificate?.usedFor ?? []);
  return say`for ${{ readers: allOf([...services, ...(isForPanel ? [say`the panel`] : [])]) }}`;
}
