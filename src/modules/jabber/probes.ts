import type { Asked, ProbeDeclaration } from '../../core/module/index.js';
import type { Machine, PeerCertificate } from '../../core/ports.js';
import { allOf, moment, passage, say, type Sentence } from '../../core/words/sentence.js';
import { Trouble } from '../../errors.js';
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
  title: say`Encryption with STARTTLS`,
  async look(situation) {
    const port = portsOf(situation.machine.layout).client;
    const { stream, offer } = await openClientStream(clientTarget(situation, port));
    stream.close();
    const wanted = { disabled: 'none', optional: 'offered', required: 'required' } as const;
    const seen = startTlsWords[offer.startTls](port);
    if (offer.startTls !== wanted[situation.settings.ssl])
      throw new Trouble(passage(seen, say`The settings say otherwise.`));
    return seen;
  },
};

const startTlsWords: Readonly<Record<Offer['startTls'], (port: number) => Sentence>> = {
  none: (port) => say`Port ${{ port }} offers no encryption.`,
  offered: (port) => say`Port ${{ port }} offers STARTTLS and does not require it.`,
  required: (port) => say`Port ${{ port }} requires STARTTLS.`,
};

const clearSignIn: JabberProbe = {
  name: 'clear-sign-in',
  setting: 'ssl',
  title: say`Unencrypted sign-in`,
  async look(situation) {
    const port = portsOf(situation.machine.layout).client;
    const { stream, offer } = await openClientStream(clientTarget(situation, port));
    stream.close();
    const possible = offer.mechanisms.length > 0;
    const sentence = possible
      ? say`Port ${{ port }} accepts unencrypted passwords.`
      : say`Port ${{ port }} accepts no password before the connection is encrypted.`;
    if (possible === (situation.settings.ssl === 'required')) throw new Trouble(sentence);
    return sentence;
  },
};

const tlsPort: JabberProbe = {
  name: 'tls-port',
  setting: 'ssl',
  title: say`Direct TLS`,
  async look(situation) {
    const port = portsOf(situation.machine.layout).clientTls;
    if (situation.settings.ssl === 'disabled') return mustBeClosed(situation.machine, port);
    const { stream, offer } = await openTlsStream(clientTarget(situation, port));
    stream.close();
    if (!offer.mechanisms.includes('PLAIN')) throw new Trouble(say`Port ${{ port }} offers no sign-in.`);
    return say`Port ${{ port }} is encrypted from the start and accepts sign-ins.`;
  },
};

const servedCertificate: JabberProbe = {
  name: 'certificate',
  setting: 'ssl',
  title: say`Certificate`,
  async look(situation) {
    if (situation.settings.ssl === 'disabled')
      return say`Clients see no certificate, because SSL is disabled.`;
    const target = clientTarget(situation, portsOf(situation.machine.layout).client);
    const { stream, certificate, offer } = await startTls(await openClientStream(target), target);
    stream.close();
    if (!offer.mechanisms.includes('PLAIN')) throw new Trouble(say`No sign-in is offered after STARTTLS.`);
    const { certificates, configuration } = situation.machine;
    const live = (await configuration.live()).find(({ path }) => path === CERTIFICATE_FILE);
    // c2s read its file when it was started: one that is gone since is still shown.
    const kept = certificates.facts(live?.content ?? '') ?? certificates.facts(live?.written ?? '');
    const sentence = withFingerprint(certificate);
    if (kept?.fingerprint !== certificate.fingerprint) {
      throw new Trouble(passage(sentence, say`It is not the active certificate.`));
    }
    if (certificate.refusal !== '') throw new Trouble(passage(sentence, certificate.refusal));
    if (certificate.validTo < situation.machine.clock.now())
      throw new Trouble(passage(sentence, say`It is no longer valid.`));
    return describeCertificate(certificate);
  },
};

function describeCertificate({ names, validTo }: PeerCertificate): Sentence {
  const day = moment(validTo.toISOString(), 'day');
  return say`Clients see a certificate for ${{ names: allOf(names) }}, valid until ${{ day }}.`;
}

/** Where something is wrong, it matters which certificate it is. */
function withFingerprint({ names, validTo, fingerprint }: PeerCertificate): Sentence {
  const day = moment(validTo.toISOString(), 'day');
  return say`Clients see a certificate for ${{ names: allOf(names) }}, valid until ${{ day }}, SHA-256 ${{ fingerprint }}.`;
}

const servedDomain: JabberProbe = {
  name: 'domain',
  setting: 'domain',
  title: say`Domain`,
  async look({ machine, settings: { domain } }) {
    const { identities } = await panelOf(machine).discoInfo(domain, SECONDS);
    if (!identities.includes('server/im'))
      throw new Trouble(say`The chat server does not serve ${{ domain }}.`);
    return say`The chat server serves ${{ domain }}.`;
  },
};

const rooms: JabberProbe = {
  name: 'rooms',
  setting: 'muc',
  title: say`Chat rooms`,
  async look({ machine, settings: { domain, muc } }) {
    const host = roomsHost(domain);
    const listed = await listsRooms(machine, domain, muc);
    const sentence = listed
      ? say`Clients find chat rooms at ${{ domain: host }}.`
      : say`Clients find no chat rooms.`;
    if (listed !== muc) throw new Trouble(sentence);
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
  title: say`Other servers`,
  async look(situation) {
    const port = portsOf(situation.machine.layout).server;
    if (!situation.settings.otherServers) return mustBeClosed(situation.machine, port);
    const { stream, offer } = await openServerStream(clientTarget(situation, port));
    stream.close();
    if (offer.startTls === 'none')
      throw new Trouble(say`Port ${{ port }} offers other servers no encryption.`);
    return say`Other servers can connect to port ${{ port }} and encrypt.`;
  },
};

async function mustBeClosed({ network }: Machine, port: number): Promise<Sentence> {
  const open = await network.connect({ host: '127.0.0.1', port }, SECONDS).then(
    (connection) => {
      connection.close();
      return true;
    },
    () => false,
  );
  if (open) throw new Trouble(say`Port ${{ port }} is open, but it should be closed.`);
  return say`Port ${{ port }} is closed.`;
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
