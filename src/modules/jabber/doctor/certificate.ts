import { X509Certificate } from 'node:crypto';
import { nearEnd } from '../../../core/certificate.js';
import { problem, warning, well, type Finding } from '../../../core/finding.js';
import type { DoctorCheck, Examined } from '../../../core/module/index.js';
import { moment, say } from '../../../core/words/sentence.js';
import { troubleOf } from '../../../errors.js';
import { asciiDomain, roomsHost } from '../domain.js';
import { pathsOf } from '../paths.js';
import type { JabberSettings } from '../settings.js';
import { portsOf } from '../ports.js';

/** The active certificate: its dates, its names, and whether it is the one that clients are shown. */
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
        say`The file ${{ path }} has no certificate that can be read.`,
        say`Look at "eboxctl certificates show", choose a certificate and save.`,
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
  const day = moment(end.toISOString(), 'day');
  const advice = say`Get a new certificate, then run "eboxctl certificates renew".`;
  if (begin.getTime() > Date.now())
    return problem(
      'certificate',
      say`The certificate is not valid before ${{ day: moment(begin.toISOString(), 'day') }}.`,
      say`Check the clock of this machine, or choose another certificate.`,
    );
  if (end.getTime() < Date.now())
    return problem('certificate', say`The certificate expired on ${{ day }}.`, advice);
  if (nearEnd({ validFrom, validTo }, new Date()) !== 'no')
    return warning(
      'certificate',
      say`The certificate expires on ${{ time: moment(end.toISOString(), 'distance') }}.`,
      advice,
    );
  return well('certificate', say`The certificate is valid until ${{ day }}.`);
}

function names(certificate: X509Certificate, hosts: readonly string[]): readonly Finding[] {
  return hosts.map((host) =>
    certificate.checkHost(host) === undefined
      ? warning(
          'certificate',
          say`The certificate is not for ${{ host }}.`,
          say`Clients warn their users. Choose a certificate for this name, or change the domain.`,
        )
      : well('certificate', say`The certificate is for ${{ host }}.`),
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
      ? well('certificate', say`Clients on port ${{ port }} see the saved certificate.`)
      : problem(
          'certificate',
          say`Clients on port ${{ port }} do not see the saved certificate, but another one.`,
          say`Restart c2s: "eboxctl daemons restart c2s".`,
        );
  } catch (error) {
    return problem(
      'certificate',
      say`It is not known which certificate clients see on port ${{ port }}: ${{ reason: troubleOf(error) }}.`,
      say`Look at c2s with "eboxctl status".`,
    );
  }
}
