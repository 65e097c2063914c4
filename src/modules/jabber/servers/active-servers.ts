import type { Frame } from '../../../core/module/index.js';
import { settingsForm, type JabberSettings } from '../settings.js';

/** The active settings of a server that connects to other servers; null while Jabber is off, or keeps to itself. */
export function activeServers({ active }: Pick<Frame, 'active'>): JabberSettings | null {
  const settings = active();
  if (settings === null) return null;
  const read = settingsForm.schema.parse(settings);
  return read.otherServers ? read : null;
}

/** Whether the list of allowed servers lets this domain through; each entry stands for the domains below it too. */
export function isAllowed(
  { allowedServers }: Pick<JabberSettings, 'allowedServers'>,
  domain: string,
): boolean {
  return (
    allowedServers.length === 0 ||
    allowedServers.some((allowed) => domain === allowed || domain.endsWith(`.${allowed}`))
  );
}
