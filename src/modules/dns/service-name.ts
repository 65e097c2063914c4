import { say } from '../../core/words/sentence.js';
import { bad, good, type Reading } from './reading.js';

/**
 * Reads the name of a service (RFC 6335, 5.1), such as `xmpp-client`. The underscore that stands before it in the DNS
 * (RFC 2782) may be typed. Longer names than the 15 characters of RFC 6335 are in use, so they are taken.
 * @returns its canonical form: lower case, without the underscore
 */
export function readServiceName(text: string): Reading {
  const typed = text.trim();
  if (typed === '') return bad(say`Type the name of the service, for example xmpp-client.`);
  const name = (typed.startsWith('_') ? typed.slice(1) : typed).toLowerCase();
  if (/\._?(?:tcp|udp)\b/.test(name)) {
    return bad(
      say`Type only the name of the service, for example xmpp-client. The protocol is the next field.`,
    );
  }
  if (!/^[a-z\d-]+$/.test(name)) return bad(say`The name of a service has letters, digits and hyphens only.`);
  if (/^-|-$|--/.test(name)) {
    return bad(say`In the name of a service, type single hyphens, between letters or digits.`);
  }
  if (!/[a-z]/.test(name))
    return bad(say`The name of a service has at least one letter. The port has its own field.`);
  if (name.length > 62) return bad(say`The name of the service is too long: at most 62 characters.`);
  return good(name);
}
