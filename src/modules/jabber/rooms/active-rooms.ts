import type { Frame } from '../../../core/module/index.js';
import { settingsForm, type JabberSettings } from '../settings.js';

/** The active settings of a server with chat rooms; null while Jabber or its rooms are off. */
export function activeRooms({ active }: Pick<Frame, 'active'>): JabberSettings | null {
  const settings = active();
  if (settings === null) return null;
  const read = settingsForm.schema.parse(settings);
  return read.muc ? read : null;
}
