import type { Asked, ProbeDeclaration } from '../../core/module/index.js';
import type { Machine, PeerCertificate } from '../../core/ports.js';
import { roomsHost } from './domain.js';
import { panelOf } from './panel.js';
import { CERTIFICATE_FILE } from './paths.js';
import type { JabberSettings } from './settings.js';
import { signInProbe } from './sign-in-probe.js';
import {
  openClientStream,
  openTlsStream,
  startTls,
  type ClientTarget,
  type Offer,
} from './xmpp/client-stream.js';
import { openServerStream } from './xmpp/server-stream.js';
import { portsOf } from './ports.js';

type JabberSituation = Pick<Asked<JabberSettings>, 'machine' | 'settings'>;
type JabberProbe = ProbeDeclaration<JabberSettings>;

/** Seconds that each wait may take. */
const SECONDS = 2;

function clientTarget({ machine, settings }: JabberSituation, port: number): ClientTarget {
  return { network: machine.network, port, domain: settings.domain, seconds: SECONDS };
}

const clearPort: JabberProbe = {
  name: 'client-port',
  setting: 'ssl',
  title: 'Encryption with STARTTLS',
  async look(situation) {
    const port = portsOf(situation.machine.layout).client;
    const { stream, offer } = await openClientStream(clientTarget(situation, port));
    stream.close();
    const wanted = { disabled: 'none', optional: 'offered', required: 'required' } as const;
    if (offer.startTls !== wanted[situation.settings.ssl]) {
      throw new Error(`Port ${port} ${startTlsWords[offer.startTls]}, which is not what is set.`);
    }
    return `Port ${port} ${startTlsWords[offer.startTls]}.`;
  },
};

const startTlsWords: Readonly<Record<Offer['startTls'], string>> = {
  none: 'offers no encryption',
  offered: 'offers STARTTLS and does not require it',
  required: 'requires STARTTLS',
};

const clearSignIn: JabberProbe = {
  name: 'clear-sign-in',
  setting: 'ssl',
  title: 'Sign-in without encryption',
  async look(situation) {
    const port = portsOf(situation.machine.layout).client;
    const { stream, offer } = await openClientStream(clientTarget(situation, port));
    stream.close();
    const possible = offer.mechanisms.length > 0;
    const sentence = possible
      ? `Port ${port} takes passwords without encryption.`
      : `Port ${port} takes no password before the connection is encrypted.`;
    if (possible === (situation.settings.ssl === 'required')) throw new Error(sentence);
    return sentence;
  },
};

const tlsPort: JabberProbe = {
  name: 'tls-port',
  setting: 'ssl',
  title: 'Old-style SSL',
  async look(situation) {
    const port = portsOf(situation.machine.layout).clientTls;
    if (situation.settings.ssl === 'disabled') return mustBeClosed(situation.machine, port);
    const { stream, offer } = await openTlsStream(clientTarget(situation, port));
    stream.close();
    if (!offer.mechanisms.includes('PLAIN')) throw new Error(`Port ${port} offers no sign-in.`);
    return `Port ${port} is encrypted from the first byte and takes sign-ins.`;
  },
};

const servedCertificate: JabberProbe = {
  name: 'certificate',
  setting: 'ssl',
  title: 'Certificate',
  async look(situation) {
    if (situation.settings.ssl === 'disabled') return 'No certificate is shown, because SSL is disabled.';
    const target = clientTarget(situation, portsOf(situation.machine.layout).client);
    const { stream, certificate, offer } = await startTls(await openClientStream(target), target);
    stream.close();
    if (!offer.mechanisms.includes('PLAIN')) throw new Error('No sign-in is offered after STARTTLS.');
    const { certificates, configuration } = situation.machine;
    const live = (await configuration.live()).find(({ path }) => path === CERTIFICATE_FILE);
    // c2s read its file when it was started: one that is gone since is still shown.
    const kept = certificates.facts(live?.content ?? '') ?? certificates.facts(live?.written ?? '');
    const sentence = describeCertificate(certificate);
    if (kept?.fingerprint !== certificate.fingerprint) {
      throw new Error(`${sentence} It is not the one that the panel put into force.`);
    }
    if (certificate.refusal !== '') throw new Error(`${sentence} ${certificate.refusal}`);
    if (certificate.validTo < situation.machine.clock.now())
      throw new Error(`${sentence} It is no longer valid.`);
    return sentence;
  },
};

function describeCertificate({ names, validTo, fingerprint }: PeerCertificate): string {
  const until = validTo.toISOString().slice(0, 10);
  return `Clients are shown a certificate for ${names.join(' and ')}, valid until ${until}, SHA-256 ${fingerprint}.`;
}

const servedDomain: JabberProbe = {
  name: 'domain',
  setting: 'domain',
  title: 'Domain',
  async look({ machine, settings: { domain } }) {
    const { identities } = await panelOf(machine).discoInfo(domain, SECONDS);
    if (!identities.includes('server/im')) throw new Error(`${domain} is not served as a chat server.`);
    return `${domain} is served.`;
  },
};

const rooms: JabberProbe = {
  name: 'rooms',
  setting: 'muc',
  title: 'Chat rooms',
  async look({ machine, settings: { domain, muc } }) {
    const host = roomsHost(domain);
    const listed = await listsRooms(machine, domain, muc);
    const sentence = listed ? `Clients find chat rooms at ${host}.` : `Clients find no chat rooms.`;
    if (listed !== muc) throw new Error(sentence);
    return sentence;
  },
};

/** Whether the domain lists its rooms; asks again for a moment, since sm learns of rooms just after they came. */
async function listsRooms(machine: Machine, domain: string, wanted: boolean): Promise<boolean> {
  const until = machine.clock.monotonic() + SECONDS * 1000;
  for (;;) {
    const items = await panelOf(machine).discoItems(domain, SECONDS);
    const listed = items.includes(roomsHost(domain));
    if (listed === wanted || machine.clock.monotonic() > until) return listed;
    await machine.clock.sleep(100);
  }
}

const serverPort: JabberProbe = {
  name: 'server-port',
  setting: 'otherServers',
  title: 'Other servers',
  async look(situation) {
    const port = portsOf(situation.machine.layout).server;
    if (!situation.settings.otherServers) return mustBeClosed(situation.machine, port);
    const { stream, offer } = await openServerStream(clientTarget(situation, port));
    stream.close();
    if (offer.startTls === 'none') throw new Error(`Port ${port} offers other servers no encryption.`);
    return `Other servers can connect to port ${port}, and encrypt.`;
  },
};

async function mustBeClosed({ network }: Machine, port: number): Promise<string> {
  const open = await network.connect({ host: '127.0.0.1', port }, SECONDS).then(
    (connection) => {
      connection.close();
      return true;
    },
    () => false,
  );
  if (open) throw new Error(`Port ${port} is open, though it should be closed.`);
  return `Port ${port} is closed.`;
}

/** What a client now finds, each beside the setting that it proves. */
export const probes: readonly JabberProbe[] = [
  servedDomain,
  serverPort,
  rooms,
  clearPort,
  clearSignIn,
  tlsPort,
  servedCertificate,
  signInProbe,
];
