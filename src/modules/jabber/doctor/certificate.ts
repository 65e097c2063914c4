import { X509Certificate } from 'node:crypto';
import { nearEnd } from '../../../core/certificate.js';
import { problem, warning, well, type Finding } from '../../../core/finding.js';
import type { DoctorCheck, Examined } from '../../../core/module/index.js';
import { reasonOf } from '../../../errors.js';
import { asciiDomain, roomsHost } from '../domain.js';
import { pathsOf } from '../paths.js';
import type { JabberSettings } from '../settings.js';
import { portsOf } from '../ports.js';

const DAY = 86_400_000;

/** The certificate in force: its dates, its names, and whether it is the one that clients are shown. */
export const certificateCheck: DoctorCheck<JabberSettings> = { subject: 'certificate', look };

async function look(examined: Examined, settings: JabberSettings): Promise<readonly Finding[]> {
  if (settings.ssl === 'disabled') return [];
  const { layout, files } = examined;
  const path = pathsOf(layout).servedCertificate;
  const certificate = await read(files, path);
  if (certificate === null)
    return [
      problem(
        'certificate',
        `There is no certificate that can be read in ${path}.`,
        'Look at "eboxctl certificates show", choose one and save.',
      ),
    ];
  const domain = asciiDomain(settings.domain);
  const hosts = settings.muc ? [domain, roomsHost(domain)] : [domain];
  return [dates(certificate), ...names(certificate, hosts), await served(examined, certificate, domain)];
}

async function read(files: Examined['files'], path: string): Promise<X509Certificate | null> {
  try {
    return new X509Certificate((await files.read(path)) ?? '');
  } catch {
    return null;
  }
}

function dates({ validFrom, validTo }: X509Certificate): Finding {
  const [begin, end] = [new Date(validFrom), new Date(validTo)];
  const days = Math.floor((end.getTime() - Date.now()) / DAY);
  const date = end.toISOString().slice(0, 10);
  const advice = 'Renew it, then "eboxctl certificates renew".';
  if (begin.getTime() > Date.now())
    return problem(
      'certificate',
      `The certificate is valid only from ${begin.toISOString().slice(0, 10)} on.`,
      'Look at the clock of this machine, or choose another certificate.',
    );
  if (days < 0) return problem('certificate', `The certificate ended on ${date}.`, advice);
  if (nearEnd({ validFrom, validTo }, new Date()) !== 'no')
    return warning('certificate', `The certificate ends on ${date}, in ${days} days.`, advice);
  return well('certificate', `The certificate is valid until ${date}.`);
}

function names(certificate: X509Certificate, hosts: readonly string[]): readonly Finding[] {
  return hosts.map((host) =>
    certificate.checkHost(host) === undefined
      ? warning(
          'certificate',
          `The certificate is not for ${host}.`,
          'Choose one that is, or change the domain: clients warn their users.',
        )
      : well('certificate', `The certificate is for ${host}.`),
  );
}

async function served(
  { layout, network }: Examined,
  certificate: X509Certificate,
  domain: string,
): Promise<Finding> {
  const port = portsOf(layout).clientTls;
  try {
    const target = { host: '127.0.0.1', port, serverName: domain };
    const { connection, certificate: shown } = await network.connectTls(target, 3);
    connection.close();
    return shown.fingerprint === certificate.fingerprint256
      ? well('certificate', `Clients are shown the certificate that lies on the disk (port ${port}).`)
      : problem(
          'certificate',
          `Clients on port ${port} are shown another certificate than the one on the disk.`,
          'Start c2s again: "eboxctl daemons restart c2s".',
        );
  } catch (error) {
    return problem(
      'certificate',
      `Nobody can tell which certificate clients are shown on port ${port}: ${reasonOf(error)}.`,
      'Look at c2s with "eboxctl status".',
    );
  }
}
