import { nearEnd } from '../../core/certificate.js';
import type { CertificateControl, ServedCertificate } from '../../core/module/index.js';
import type { Machine, PeerCertificate } from '../../core/ports.js';
import { reasonOf } from '../../errors.js';
import { dateOf, makeCertificate, sourceOf } from './certificate.js';
import { judge } from './certificate-check.js';
import { certificateFields } from './certificate-fields.js';
import { EVERYBODY } from './daemons.js';
import { panelOf } from './panel.js';
import { CERTIFICATE_FILE } from './paths.js';
import type { JabberSettings } from './settings.js';
import { openClientStream, openTlsStream, startTls, type ClientTarget } from './xmpp/client-stream.js';
import { serverCertificate } from './xmpp/server-stream.js';
import { portsOf } from './ports.js';

/** Seconds that each wait may take. */
const SECONDS = 2;

/** The certificate that clients and other servers are shown. */
export const certificateControl: CertificateControl<JabberSettings> = {
  usedFor: 'chat',
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
    const off = settings.ssl === 'disabled' ? 'SSL Support is disabled.' : '';
    return Promise.all([
      shown(`Clients, with STARTTLS (port ${client})`, off, async () => {
        const { stream, certificate } = await startTls(
          await openClientStream(target(client)),
          target(client),
        );
        stream.close();
        return certificate;
      }),
      shown(`Clients, with old-style SSL (port ${clientTls})`, off, async () => {
        const { stream, certificate } = await openTlsStream(target(clientTls));
        stream.close();
        return certificate;
      }),
      shown(
        `Other servers (port ${server})`,
        settings.otherServers ? '' : '“Connect to other servers” is not ticked.',
        () => serverCertificate(target(server)),
      ),
    ]);
  },

  async makeAnew(machine, settings) {
    if (settings.certificate === 'own') await makeCertificate(machine, settings.domain);
  },

  announce: (machine, { domain }) => panelOf(machine).announce(domain, ANNOUNCEMENT, SECONDS),
};

const ANNOUNCEMENT =
  'In one minute the chat server takes a renewed certificate. You are disconnected for a moment then; your client connects again by itself.';

async function shown(
  where: string,
  off: string,
  look: () => Promise<PeerCertificate>,
): Promise<ServedCertificate> {
  if (off !== '') return { where, certificate: null, reason: off, isAmiss: false };
  try {
    return { where, certificate: await look(), reason: '', isAmiss: false };
  } catch (error) {
    const reason = `No certificate is shown: ${reasonOf(error)}.`;
    return { where, certificate: null, reason, isAmiss: true };
  }
}

/** The PEM text that the panel put into force, or `''`; and what became of its file since, as a sentence. */
async function liveCertificate({
  certificates,
  configuration,
}: Machine): Promise<{ readonly written: string; readonly trouble: string }> {
  const live = (await configuration.live()).find(({ path }) => path === CERTIFICATE_FILE);
  if (live === undefined) return { written: '', trouble: '' };
  const isThere =
    certificates.facts(live.written) === null || certificates.facts(live.content ?? '') !== null;
  return { written: live.written, trouble: isThere ? '' : GONE };
}

const GONE = `The file of the certificate in force, ${CERTIFICATE_FILE}, is gone or damaged. Client connections offer no encryption once they are started again. Press Save Changes: it puts the file back.`;

/** Why another certificate than the one in force is due, as a sentence; null when none is. */
async function renewalOf(machine: Machine, settings: JabberSettings, live: string): Promise<string | null> {
  const active = machine.certificates.facts(live);
  if (active === null || settings.certificate === 'uploaded') return null;
  const kept = await machine.certificates.read(sourceOf(settings), 'daemons');
  if (settings.certificate === 'files') {
    if (kept === null || kept === live) return null;
    return machine.certificates.facts(kept)?.fingerprint === active.fingerprint
      ? `What is served of the chain in ${settings.certificateFile} is no longer what is in force.`
      : `The certificate in ${settings.certificateFile} was renewed.`;
  }
  if (nearEnd(active, machine.clock.now()) === 'no') return null;
  return `The certificate for ${settings.domain} ends on ${dateOf(active.validTo)}, and the panel makes a new one.`;
}
