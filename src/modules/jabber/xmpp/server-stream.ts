import type { PeerCertificate } from '../../../core/ports.js';
import { say } from '../../../core/words/sentence.js';
import { Trouble } from '../../../errors.js';
import { asciiDomain } from '../domain.js';
import { beginTls, readOffer, type ClientStream, type ClientTarget } from './client-stream.js';
import { namespaces, type Element } from './element.js';
import { XmppStream } from './stream.js';

/**
 * Opens a stream as another server does on port 5269 (RFC 6120, 4; XEP-0220 for the dialback namespace) and reads what
 * it is offered. Throws an Error with the reason when there is no such stream.
 */
export async function openServerStream({
  network,
  port,
  domain,
  seconds,
}: ClientTarget): Promise<ClientStream> {
  const stream = new XmppStream(await network.connect({ host: '127.0.0.1', port }, seconds));
  try {
    return { stream, offer: readOffer(await openedByServer(stream, { to: asciiDomain(domain) }, seconds)) };
  } catch (error) {
    stream.close();
    throw error;
  }
}

/**
 * Opens a stream as a server does, or opens it again after TLS. Returns what it is offered. Throws an Error with the reason.
 * @param names as they stand in an attribute; without `from`, the other side is not told who asks
 */
export async function openedByServer(
  stream: XmppStream,
  { to, from }: { readonly to: string; readonly from?: string },
  seconds: number,
): Promise<Element> {
  const names = from === undefined ? `to='${to}'` : `to='${to}' from='${from}'`;
  await stream.open(
    `${names} version='1.0' xmlns='${namespaces.server}' xmlns:db='jabber:server:dialback'`,
    seconds,
  );
  const features = await stream.next(seconds);
  if (features.name !== 'features' || features.namespace !== namespaces.streams)
    throw new Trouble(say`The server does not say what it offers.`);
  return features;
}

/** The certificate that another server is shown after STARTTLS. Throws an Error with the reason when it is shown none. */
export async function serverCertificate(target: ClientTarget): Promise<PeerCertificate> {
  const { stream, offer } = await openServerStream(target);
  try {
    if (offer.startTls === 'none') throw new Trouble(say`The server offers no encryption.`);
    return await beginTls(stream, target);
  } finally {
    stream.close();
  }
}
