import type { JabberSettings } from './settings.js';
import { say, type Sentence } from '../../core/words/sentence.js';

const protection: Readonly<Record<JabberSettings['ssl'], number>> = { disabled: 0, optional: 1, required: 2 };

/** Less encryption is dangerous: an open browser must not be enough for it. */
export function stepUp(before: JabberSettings, after: JabberSettings): Sentence | null {
  if (protection[after.ssl] >= protection[before.ssl]) return null;
  return after.ssl === 'disabled'
    ? say`You are about to disable SSL Support. Anyone on the network could read all messages and passwords.`
    : say`You are about to make SSL Support optional. A client that does not encrypt sends its password unencrypted.`;
}
