import { problem, warning, well, type Finding } from '../../../../core/finding.js';
import type { PeerCertificate } from '../../../../core/ports.js';
import { allOf, moment, say } from '../../../../core/words/sentence.js';
import { asciiDomain } from '../../domain.js';
import { readable } from '../../readable.js';

/** Names of a certificate that are shown. */
const MOST_NAMES = 5;

/** What OpenSSL and Node call a certificate whose issuer is not what is wrong. */
const NOT_THE_ISSUER = ['', 'ERR_TLS_CERT_ALTNAME_INVALID', 'CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];

/**
 * The certificate of another server: its name, its dates and its issuer, each by itself. This server takes any certificate,
 * since dialback proves the domain; many others do not.
 */
export function certificateFindings(
  certificate: PeerCertificate,
  domain: string,
  now: Date,
): readonly Finding[] {
  return [name(certificate, asciiDomain(domain)), dates(certificate, now), issuer(certificate)];
}

function name({ names }: PeerCertificate, host: string): Finding {
  if (names.some((one) => covers(one.toLowerCase(), host)))
    return well('certificate-name', say`The certificate is for ${{ host }}.`);
  const shown = names.slice(0, MOST_NAMES).map((one) => readable(one, { longest: 255 }));
  return warning(
    'certificate-name',
    shown.length === 0
      ? say`The certificate is not for ${{ host }}: it has no name.`
      : say`The certificate is not for ${{ host }}, but for ${{ names: allOf(shown) }}.`,
    say`This server connects all the same. Others refuse it: the administrator there needs a certificate for the domain.`,
  );
}

/** A wildcard stands for one label (RFC 6125, 6.4.3). */
function covers(certified: string, host: string): boolean {
  return (
    certified === host ||
    (certified.startsWith('*.') && host.includes('.') && certified.slice(1) === host.slice(host.indexOf('.')))
  );
}

function dates({ validFrom, validTo }: PeerCertificate, now: Date): Finding {
  if ([validFrom, validTo].some((date) => Number.isNaN(date.getTime())))
    return warning(
      'certificate-dates',
      say`The certificate has no readable dates.`,
      say`Others refuse the certificate. Ask the administrator there.`,
    );
  const end = moment(validTo.toISOString(), 'day');
  if (validTo < now)
    return warning(
      'certificate-dates',
      say`The certificate expired on ${{ day: end }}.`,
      say`This server connects all the same. Others refuse it: the administrator there must renew it.`,
    );
  if (validFrom > now)
    return warning(
      'certificate-dates',
      say`The certificate is not valid before ${{ day: moment(validFrom.toISOString(), 'day') }}.`,
      say`Check the clock of this machine. If it is right, the administrator there must choose another certificate.`,
    );
  return well('certificate-dates', say`The certificate is valid until ${{ day: end }}.`);
}

function issuer({ issuer: signer, subject, distrust, refusal }: PeerCertificate): Finding {
  const who = readable(signer);
  if (refusal !== '')
    return problem(
      'certificate-issuer',
      refusal,
      say`Others refuse the certificate. Ask the administrator there.`,
    );
  if (NOT_THE_ISSUER.includes(distrust))
    return well('certificate-issuer', say`The certificate is issued by ${{ issuer: who }}.`);
  return warning(
    'certificate-issuer',
    signer === subject
      ? say`The certificate is self-signed.`
      : say`The certificate is issued by ${{ issuer: who }}, which this machine does not know, or the chain is not complete.`,
    say`This server connects all the same. Many others refuse it: the administrator there needs a certificate of a known authority.`,
  );
}
