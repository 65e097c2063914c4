import type { Connection, Network, PeerCertificate } from '../../../core/ports.js';
import { say } from '../../../core/words/sentence.js';
import { Trouble } from '../../../errors.js';
import { asciiDomain } from '../domain.js';
import { childOf, namespaces, type Element } from './element.js';
import { XmppStream } from './stream.js';

/** What a server offers a client at the beginning of a stream (RFC 6120, 4.3.2). */
export interface Offer {
  readonly startTls: 'none' | 'offered' | 'required';
  /** SASL mechanisms, as they are named there. */
  readonly mechanisms: readonly string[];
}

/** A stream as a client opens it on port 5222 or 5223, before it signs in. */
export interface ClientStream {
  readonly stream: XmppStream;
  readonly offer: Offer;
}

/** Where a client connects to. */
export interface ClientTarget {
  readonly network: Network;
  readonly port: number;
  /** The domain that is asked for, canonical. */
  readonly domain: string;
  /** For each wait. */
  readonly seconds: number;
}

const HOST = '127.0.0.1';

/** Opens a stream on the client port, in clear. Throws Trouble when there is none. */
export async function openClientStream(target: ClientTarget): Promise<ClientStream> {
  return opened(await target.network.connect({ host: HOST, port: target.port }, target.seconds), target);
}

/** Opens a stream on the port where TLS comes first. */
export async function openTlsStream(
  target: ClientTarget,
): Promise<ClientStream & { readonly certificate: PeerCertificate }> {
  const { connection, certificate } = await target.network.connectTls(
    { host: HOST, port: target.port, serverName: asciiDomain(target.domain) },
    target.seconds,
  );
  return { ...(await opened(connection, target)), certificate };
}

/** Does STARTTLS (RFC 6120, 5) on a stream that offers it, and opens the stream again. */
export async function startTls(
  { stream }: ClientStream,
  target: ClientTarget,
): Promise<ClientStream & { readonly certificate: PeerCertificate }> {
  const certificate = await beginTls(stream, target);
  return { stream, offer: await offerOf(stream, target), certificate };
}

/** Asks for TLS and begins it; the stream is then to be opened again. */
export async function beginTls(
  stream: XmppStream,
  { domain, seconds }: Pick<ClientTarget, 'domain' | 'seconds'>,
): Promise<PeerCertificate> {
  await stream.send(`<starttls xmlns='${namespaces.tls}'/>`);
  const answer = await stream.next(seconds);
  if (answer.name !== 'proceed') throw new Trouble(say`The server did not accept STARTTLS.`);
  return stream.startTls(asciiDomain(domain));
}

async function opened(connection: Connection, target: ClientTarget): Promise<ClientStream> {
  const stream = new XmppStream(connection);
  try {
    return { stream, offer: await offerOf(stream, target) };
  } catch (error) {
    stream.close();
    throw error;
  }
}

async function offerOf(stream: XmppStream, { domain, seconds }: ClientTarget): Promise<Offer> {
  await stream.open(`to='${domain}' version='1.0' xmlns='${namespaces.client}'`, seconds);
  return readOffer(await stream.next(seconds));
}

/** Reads the stream's features. */
export function readOffer(features: Element): Offer {
  const startTlsOffer = childOf(features, 'starttls', namespaces.tls);
  const required = startTlsOffer && childOf(startTlsOffer, 'required', namespaces.tls);
  return {
    startTls: startTlsOffer === undefined ? 'none' : required === undefined ? 'offered' : 'required',
    mechanisms: (childOf(features, 'mechanisms', namespaces.sasl)?.children ?? []).map(({ text }) => text),
  };
}
