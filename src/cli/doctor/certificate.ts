import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { nearEnd } from '../../core/certificate.js';
import { asciiDomain, roomsHost } from '../../modules/jabber/domain.js';
import { createNetwork } from '../../system/network.js';
import { problem, warning, well, type Finding } from './finding.js';
import type { Patient } from './patient.js';

const DAY = 86_400_000;

/** The certificate in force: its dates, its names, and whether it is the one that clients are shown. */
export async function examineCertificate({ state, jabber, ports }: Patient): Promise<readonly Finding[]> {
  if (jabber === null || jabber.ssl === 'disabled') return [];
  const path = `${state}/configuration/current/jabberd2/certificate.pem`;
  const certificate = await read(path);
  if (certificate === null)
    return [
      problem(
        'certificate',
        `There is no certificate that can be read in ${path}.`,
        'Look at "eboxctl certificates show", choose one and save.',
      ),
    ];
  const domain = asciiDomain(jabber.domain);
  const hosts = jabber.muc ? [domain, roomsHost(domain)] : [domain];
  return [
    dates(certificate),
    ...names(certificate, hosts),
    await served(certificate, domain, ports.clientTls),
  ];
}

async function read(path: string): Promise<X509Certificate | null> {
  try {
    return new X509Certificate(await readFile(path));
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

async function served(certificate: X509Certificate, domain: string, port: number): Promise<Finding> {
  try {
    const target = { host: '127.0.0.1', port, serverName: domain };
    const { connection, certificate: shown } = await createNetwork().connectTls(target, 3);
    connection.close();
    return shown.fingerprint === certificate.fingerprint256
      ? well('certificate', `Clients are shown the certificate that lies on the disk (port ${port}).`)
      : problem(
          'certificate',
          `Clients on port ${port} are shown another certificate than the one on the disk.`,
          'Start c2s again: "eboxctl daemons restart c2s".',
        );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return problem(
      'certificate',
      `Nobody can tell which certificate clients are shown on port ${port}: ${reason}.`,
      'Look at c2s with "eboxctl status".',
    );
  }
}
