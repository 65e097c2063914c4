import ldapjs, { type FilterString } from 'ldapjs';
import type { Filter } from '../../core/directory.js';

/**
 * The filter as ldapjs sends it. Values go into the message as they are: there is no text in between that they could
 * break out of (RFC 4511, 4.5.1.7).
 */
export function ldapjsFilter(filter: Filter): FilterString {
  switch (filter.kind) {
    case 'equals':
      return new ldapjs.EqualityFilter({
        attribute: filter.attribute,
        raw: Buffer.from(filter.value, 'utf8'),
      });
    case 'atLeast':
      return new ldapjs.GreaterThanEqualsFilter({ attribute: filter.attribute, value: filter.value });
    case 'contains':
      return filter.value === ''
        ? new ldapjs.PresenceFilter({ attribute: filter.attribute })
        : new ldapjs.SubstringFilter({ attribute: filter.attribute, any: [filter.value] });
    case 'present':
      return new ldapjs.PresenceFilter({ attribute: filter.attribute });
    case 'and':
      return new ldapjs.AndFilter({ filters: filter.of.map(ldapjsFilter) });
    case 'or':
      return new ldapjs.OrFilter({ filters: filter.of.map(ldapjsFilter) });
    case 'not':
      return new ldapjs.NotFilter({ filter: ldapjsFilter(filter.of) });
  }
}
