import type { JabberSettings } from './settings.js';

const protection: Readonly<Record<JabberSettings['ssl'], number>> = { disabled: 0, optional: 1, required: 2 };

/** Less encryption is dangerous: an open browser must not be enough for it. */
export function stepUp(before: JabberSettings, after: JabberSettings): string | null {
  if (protection[after.ssl] >= protection[before.ssl]) return null;
  return after.ssl === 'disabled'
    ? 'SSL Support is about to be disabled: whoever listens on the network could read every message and every password.'
    : 'SSL Support is about to become optional: a client that does not encrypt would send its password readably.';
}
