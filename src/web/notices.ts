import { say, type Sentence } from '../core/words/sentence.js';

/** What is said when a form is in the draft now. */
export const changesKept: Sentence = say`Changes kept. They take effect after Save Changes.`;

/** What is said when a form changed nothing. */
export const nothingChanged: Sentence = say`Nothing was changed.`;
