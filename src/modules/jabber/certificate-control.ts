import { nearEnd } from '../../core/certificate.js';
import type { CertificateControl, ServedCertificate } from '../../core/module/index.js';
import type { Machine, PeerCertificate } from '../../core/ports.js';
import { type Sentence, moment, say } from '../../core/words/sentence.js';
import { troubleOf } from '../../errors.js';
import { makeCertificate, sourceOf } from './certificate.js';
import { judge } from './certificate-check.js';
import { certificateFields } from './certificate-fields.js';
import { EVERYBODY } from './daemons.js';
import { tellEverybody } from './panel.js';
import { CERTIFICATE_FILE } from './paths.js';
import type { JabberSettings } from './settings.js';
import { openClientStream, openTlsStream, startTls, type ClientTarget } from './xmpp/client-stream.js';
import { serverCertificate } from './xmpp/server-stream.js';
import { portsOf } from './ports.js';

/** Seconds that each wait may take. */
const SECONDS = 2;

/** The certificate that clients and other servers are shown. */
export const certificateControl: CertificateControl<JabberSettings> = {
  usedFor: say`chat`,
  file: CERTIFICATE_FILE,
  settings: certificateFields.map(({ name }) => name),
  source: sourceOf,
  withUpload: (settings, id) => ({ ...settings, certificate: 'uploaded', certificateUpload: id }),
  quietTime: ({ certificateQuietTime }) => certificateQuietTime,
  disturbs: EVERYBODY,

  async look(machine, settings) {
    const { certificates } = machine;
    const { report, refusals, advice } = await judge(machine, settings);
    const { written: live, trouble } = await liveCertificate(machine);
    return {
      active: certificates.facts(live),
      trouble,
      report,
      refusals,
      advice,
      renewal: Object.keys(refusals).length > 0 ? null : await renewalOf(machine, settings, live),
    };
  },

  async served(machine, settings) {
    const { network, layout } = machine;
    const target = (port: number): ClientTarget => ({
      network,
      port,
      domain: settings.domain,
      seconds: SECONDS,
    });
    const { client, clientTls, server } = portsOf(layout);
    const off = settings.ssl === 'disabled' ? say`SSL Support is disabled.` : '';
    return Promise.all([
      shown(say`Clients, with STARTTLS (port ${{ port: client }})`, off, async () => {
        const { stream, certificate } = await startTls(
          await openClientStream(target(client)),
          target(client),
        );
        stream.close();
        return certificate;
      }),
      shown(say`Clients, with direct TLS (port ${{ port: clientTls }})`, off, async () => {
        const { stream, certificate } = await openTlsStream(target(clientTls));
        stream.close();
        return certificate;
      }),
      shown(
        say`Other servers (port ${{ port: server }})`,
        settings.otherServers ? '' : say`“Connect to other servers” is disabled.`,
        () => serverCertificate(target(server)),
      ),
    ]);
  },

  async makeAnew(machine, settings) {
    if (settings.certificate === 'own') await makeCertificate(machine, settings.domain);
  },

  announce: (machine, { domain }, reader) => tellEverybody(machine, domain, reader.text(ANNOUNCEMENT)),
};

const ANNOUNCEMENT = say`In one minute the chat server starts to use a renewed certificate. You are disconnected for a moment, and your client connects again automatically.`;

async function shown(
  where: Sentence,
  off: Sentence | '',
  look: () => Promise<PeerCertificate>,
): Promise<ServedCertificate> {
  if (off !== '') return { where, certificate: null, reason: off, isAmiss: false };
  try {
    return { where, certificate: await look(), reason: '', isAmiss: false };
  } catch (error) {
    const reason = say`No certificate is shown: ${{ reason: troubleOf(error) }}.`;
    return { where, certificate: null, reason, isAmiss: true };
  }
}

/** The active PEM text, or `''`; and what became of its file since it was written. */
async function liveCertificate({
  certificates,
  configuration,
}: Machine): Promise<{ readonly written: string; readonly trouble: Sentence | '' }> {
  const live = (await configuration.live()).find(({ path }) => path === CERTIFICATE_FILE);
  if (live === undefined) return { written: '', trouble: '' };
  const isThere =
    certificates.facts(live.written) === null || certificates.facts(live.content ?? '') !== null;
  return { written: live.written, trouble: isThere ? '' : GONE };
}

const GONE = say`The file of the active certificate, ${{ file: CERTIFICATE_FILE }}, is missing or damaged. Client connections offer no encryption after their next restart. Save Changes restores the file.`;

/** Why another certificate than the active one is due; null when none is. */
async function renewalOf(machine: Machine, settings: JabberSettings, live: string): Promise<Sentence | null> {
  const active = machine.certificates.facts(live);
  if (active === null || settings.certificate === 'uploaded') return null;
  const kept = await machine.certificates.read(sourceOf(settings), 'daemons');
  if (settings.certificate === 'files') {
    if (kept === null || kept === live) return null;
    return machine.certificates.facts(kept)?.fingerprint === active.fingerprint
      ? say`The chain in ${{ file: settings.certificateFile }} is not the active one any more.`
      : say`The certificate in ${{ file: settings.certificateFile }} was renewed.`;
  }
  if (nearEnd(active, machine.clock.now()) === 'no') return null;
  return say`The certificate for ${{ domain: settings.domain }} expires on ${{ day: moment(active.validTo, 'day') }}. The panel makes a new one.`;
}
