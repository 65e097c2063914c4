import type { Answer } from 'dns-packet';
import type { ZoneRecord } from './zone-record.js';

/** The beginning of a zone (RFC 1035, 3.3.13), as an answer shows it. */
export interface StartOfAuthority {
  readonly owner: string;
  readonly type: 'SOA';
  readonly nameServer: string;
  readonly serial: number;
}

export type AnsweredRecord = ZoneRecord | StartOfAuthority;

/** What a server answered. */
export interface DnsAnswer {
  /** `NOERROR`, `NXDOMAIN`, `REFUSED`, `SERVFAIL` … (RFC 6895, 2.3). */
  readonly code: string;
  /** The server has the zone itself, and no secondhand knowledge of it. */
  readonly authoritative: boolean;
  /** The server would look up other names for the one who asks. */
  readonly recursion: boolean;
  /** Those of the answer's records whose types we know. */
  readonly records: readonly AnsweredRecord[];
}

/** A record as dns-packet gives it, as one of ours; none where its type is none that we keep. */
export function recordsFrom(answer: Answer): readonly AnsweredRecord[] {
  const owner = bareName(answer.name);
  switch (answer.type) {
    case 'A':
    case 'AAAA':
      return [{ owner, type: answer.type, address: answer.data }];
    case 'CNAME':
    case 'NS':
      return [{ owner, type: answer.type, target: bareName(answer.data) }];
    case 'MX': {
      const { preference = 0, exchange } = answer.data;
      return [{ owner, type: 'MX', preference, target: bareName(exchange) }];
    }
    case 'SRV': {
      const { priority = 0, weight = 0, port, target } = answer.data;
      return [{ owner, type: 'SRV', priority, weight, port, target: bareName(target) }];
    }
    case 'TXT': {
      const strings = [answer.data].flat().map((string) => Buffer.from(string));
      return [{ owner, type: 'TXT', text: Buffer.concat(strings).toString('utf8') }];
    }
    case 'SOA': {
      const { mname, serial = 0 } = answer.data;
      return [{ owner, type: 'SOA', nameServer: bareName(mname), serial }];
    }
    default:
      return [];
  }
}

/** Lower case, without a dot at its end. */
function bareName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
