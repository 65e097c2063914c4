import ldapjs, { type BerWriter } from 'ldapjs';
import type { Filter } from '../../core/directory.js';
import { ldapjsFilter } from './filter.js';

const OCTET_STRING = 0x04;

/** "Do it only if this filter matches the entry" (RFC 4528). Critical: a server that cannot do it refuses. */
export class AssertionControl extends ldapjs.Control {
  readonly #value: Buffer;

  constructor(filter: Filter) {
    super({ type: '1.3.6.1.1.12', criticality: true });
    this.#value = ldapjsFilter(filter).toBer().buffer;
  }

  /** Called by ldapjs; its own way of writing a value takes bytes for UTF-8. */
  _toBer(ber: BerWriter): void {
    ber.writeBuffer(this.#value, OCTET_STRING);
  }
}
