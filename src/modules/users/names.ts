import { say } from '../../core/words/sentence.js';
/** What the module is called on Module State. */
export const TITLE = say`Users and Groups`;
