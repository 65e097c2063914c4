import type { Renderer } from '../../core/ports.js';
import type { DomainRow } from './domain-row.js';
import { asciiName } from './labels.js';
import { NAME_SERVER } from './name-server.js';
import { ownerName } from './names.js';
import { serialFor, withSerial } from './serial.js';
import type { ZoneRecord } from './zone-record.js';

/**
 * The text of a domain's zone file (RFC 1035, 5). The same records give the same text.
 * @param records all but the SOA, see `recordsOf`
 * @param oldText the file as it was written last; null when it is new
 */
export async function zoneText(
  renderer: Renderer,
  domain: DomainRow,
  records: readonly ZoneRecord[],
  { oldText, now }: { readonly oldText: string | null; readonly now: Date },
): Promise<string> {
  const text = await renderer.render('bind/zone.ejs', 'zone', zoneValues(domain, records, 0));
  return withSerial(text, serialFor(text, oldText, now));
}

/** The values of `bind/zone.ejs`, format `zone`. */
function zoneValues(
  domain: DomainRow,
  records: readonly ZoneRecord[],
  serial: number,
): Readonly<Record<string, unknown>> {
  return {
    zone: { name: asciiName(domain.name) },
    nameServer: { name: ownerName(NAME_SERVER, domain.name) },
    mailbox: { name: ownerName('hostmaster', domain.name) },
    serial,
    records: records.map((record) => ({
      ...record,
      owner: { name: record.owner },
      ...('target' in record ? { target: { name: record.target } } : {}),
      ...('address' in record ? { address: { address: record.address } } : {}),
    })),
  };
}
