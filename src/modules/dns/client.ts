import { randomInt } from 'node:crypto';
import { decode, type DecodedPacket, encode, RECURSION_DESIRED } from 'dns-packet';
import type { Endpoint, Exchange } from '../../core/ports.js';
import { say } from '../../core/words/sentence.js';
import { Trouble, troubleOf } from '../../errors.js';
import { type DnsAnswer, recordsFrom } from './answer.js';

/** What a client asks a server. */
export interface DnsQuestion {
  /** The absolute name, in A-labels and without a dot at its end. */
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'AXFR' | 'CNAME' | 'MX' | 'NS' | 'SOA' | 'SRV' | 'TXT';
}

/** Bytes of a datagram that passes every network whole (RFC 9715). */
const UDP_BYTES = 1232;

/** The names of the codes that servers answer with (RFC 1035, 4.1.1). */
const CODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'];

/**
 * Asks a server one question, as a client does (RFC 1035, 4.2; TCP: RFC 7766). An answer with another id, of another server
 * or to another question is none.
 * @param seconds how long the answer may take
 * @throws Error with a sentence when there is none, when it is cut short, or when it cannot be read
 */
export async function ask(
  exchange: Exchange,
  server: Endpoint,
  question: DnsQuestion,
  { tcp, seconds }: { readonly tcp: boolean; readonly seconds: number },
): Promise<DnsAnswer> {
  const id = randomInt(0x1_00_00);
  try {
    const packet = await (tcp ? askByTcp : askByUdp)(exchange, server, messageOf(id, question), {
      isOurs: (answer) => answers(answer, id, question),
      seconds,
    });
    if (packet.flag_tc) throw new Trouble(say`The answer is incomplete.`);
    const code = (packet.flags ?? 0) & 0xf;
    return {
      code: CODES[code] ?? `RCODE ${code}`,
      authoritative: packet.flag_aa,
      recursion: packet.flag_ra,
      records: (packet.answers ?? []).flatMap(recordsFrom),
    };
  } catch (error) {
    const { address, port } = server;
    const { type, name } = question;
    const reason = troubleOf(error);
    throw new Trouble(
      tcp
        ? say`The query by TCP for ${{ type }} of ${{ name }} to the DNS server at ${{ address }}, port ${{ port }}, failed: ${{ reason }}.`
        : say`The query by UDP for ${{ type }} of ${{ name }} to the DNS server at ${{ address }}, port ${{ port }}, failed: ${{ reason }}.`,
      error,
    );
  }
}

interface Asked {
  readonly isOurs: (answer: DecodedPacket) => boolean;
  readonly seconds: number;
}

async function askByUdp(
  exchange: Exchange,
  server: Endpoint,
  message: Buffer,
  { isOurs, seconds }: Asked,
): Promise<DecodedPacket> {
  const bytes = await exchange.datagram(
    server,
    message,
    (datagram) => {
      const packet = read(datagram);
      return packet !== null && isOurs(packet);
    },
    seconds,
  );
  return decode(Buffer.from(bytes));
}

async function askByTcp(
  exchange: Exchange,
  server: Endpoint,
  message: Buffer,
  { isOurs, seconds }: Asked,
): Promise<DecodedPacket> {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  const bytes = await exchange.stream(server, Buffer.concat([length, message]), isWhole, seconds);
  const packet = read(bytes.subarray(2));
  if (packet === null) throw new Trouble(say`The answer cannot be read.`);
  if (!isOurs(packet)) throw new Trouble(say`The answer belongs to another question.`);
  return packet;
}

/** By TCP, two bytes before a message say how long it is. */
function isWhole(bytes: Uint8Array): boolean {
  const [high = 0, low = 0] = bytes;
  return bytes.length >= 2 && bytes.length >= 2 + high * 256 + low;
}

function messageOf(id: number, { name, type }: DnsQuestion): Buffer {
  return encode({
    type: 'query',
    id,
    flags: RECURSION_DESIRED,
    questions: [{ name, type }],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: UDP_BYTES,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        flag_do: false,
        options: [],
      },
    ],
  });
}

function read(bytes: Uint8Array): DecodedPacket | null {
  try {
    return decode(Buffer.from(bytes));
  } catch {
    return null;
  }
}

function answers(packet: DecodedPacket, id: number, { name, type }: DnsQuestion): boolean {
  const [asked, ...more] = packet.questions ?? [];
  return (
    packet.flag_qr &&
    packet.id === id &&
    more.length === 0 &&
    asked?.type === type &&
    asked.name.toLowerCase() === name.toLowerCase()
  );
}
