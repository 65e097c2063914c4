import { panelName } from '../domain.js';

/** A line of sm.xml's `<acl>`, or of muc.xml's `<sadmin>`. */
const ENTRY = /^ *<(jid|user)>([^<@]+)@([^<]+)<\/\1>\n/gm;

/** A text of sm.xml or muc.xml without the users who are administrators. The panel itself stays. */
export function withoutAdministrators(text: string): string {
  return text.replace(ENTRY, (line, _element, _name, domain) => (domain === panelName ? line : ''));
}

/** The names of the users who are administrators in a text of sm.xml or muc.xml. */
export function administratorsIn(text: string): readonly string[] {
  return [...text.matchAll(ENTRY)].flatMap(([, , name = '', domain]) => (domain === panelName ? [] : [name]));
}
