import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

/** Makes a certificate (PEM) with its key; both in one text, as the panel wants them. */
export interface MadeCertificate {
  readonly pem: string;
  readonly certificate: string;
  readonly key: string;
}

/** A certificate for names such as `DNS:panel.lan`, by itself or by an authority made here too. */
export function makePanelCertificate(
  folder: string,
  names: string,
  authority?: MadeCertificate,
): MadeCertificate {
  const signer =
    authority === undefined
      ? []
      : [
          '-CA',
          write('authority.pem', authority.certificate),
          '-CAkey',
          write('authority.key', authority.key),
        ];
  const [key, certificate] = [`${folder}/made.key`, `${folder}/made.pem`];
  const kind =
    names === ''
      ? ['-addext', 'basicConstraints=critical,CA:TRUE']
      : ['-addext', `subjectAltName=${names}`, '-addext', 'basicConstraints=CA:FALSE'];
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-config',
        '/dev/null',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-noenc',
      ],
      ...['-subj', names === '' ? '/CN=An authority' : '/CN=panel', ...kind, ...signer],
      ...['-keyout', key, '-out', certificate],
    ],
    { stdio: 'ignore' },
  );
  const made = { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
  return { ...made, pem: made.certificate + made.key };

  function write(name: string, text: string): string {
    writeFileSync(`${folder}/${name}`, text);
    return `${folder}/${name}`;
  }
}
