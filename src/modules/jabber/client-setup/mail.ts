import { say, verbatim, type Sentence } from '../../../core/words/sentence.js';
import { addressOf, type SetUp } from './set-up.js';

/** The lines of a mail that tells a user how to connect; `''` is an empty line. */
export function mailOf(setUp: SetUp): readonly (Sentence | '')[] {
  const { server, port, tlsPort, ssl, rooms, fingerprint } = setUp;
  return [
    say`Your chat account is ready. Add it to a chat client, such as Pidgin, with the protocol XMPP:`,
    '',
    say`Chat address: ${{ address: addressOf(setUp) }}`,
    say`User name: ${{ user: setUp.userName }}`,
    say`Domain: ${{ domain: setUp.domain }}`,
    say`Password: the one that you were given for this account`,
    '',
    server === ''
      ? say`In the advanced settings of the client:`
      : say`If the client does not find the server, type this into its advanced settings:`,
    ...(server === '' ? [] : [say`Server: ${{ server }}`]),
    ...(ssl === 'disabled'
      ? [say`Port: ${{ port }}`, say`Encryption: none. Allow the client to send the password unencrypted.`]
      : [
          say`Port: ${{ port }}, with STARTTLS (“Require encryption” in Pidgin)`,
          say`Or port: ${{ port: tlsPort }}, with direct TLS (“Use old-style SSL” in Pidgin)`,
        ]),
    ...(rooms === '' ? [] : [say`Chat rooms: ${{ rooms }}`]),
    ...(fingerprint === ''
      ? []
      : ([
          '',
          say`If the client asks about the certificate, accept it only with this SHA-256 fingerprint:`,
          verbatim(fingerprint),
        ] as const)),
  ];
}
