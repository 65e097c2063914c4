import type { CardField, ClientCard } from '../../../core/module/index.js';
import { say } from '../../../core/words/sentence.js';
import { field, fieldIf, PASSWORD } from './fields.js';
import { mailOf } from './mail.js';
import { programs } from './programs/index.js';
import { qrCodeOf } from './qr-code.js';
import { addressOf, linkOf, type SetUp } from './set-up.js';

/** What a user types into a chat client: for every client, and for each known program with its own field names. */
export function clientCard(setUp: SetUp): ClientCard {
  return {
    fields: fieldsOf(setUp),
    link: linkOf(setUp),
    code: qrCodeOf(linkOf(setUp)),
    notes: notesOf(setUp),
    programs: programs.map((program) => program(setUp)),
    mail: mailOf(setUp),
  };
}

function fieldsOf(setUp: SetUp): readonly CardField[] {
  const { userName, domain, port, tlsPort, ssl, server, rooms, fingerprint } = setUp;
  return [
    field(say`Protocol`, 'XMPP'),
    field(say`User name`, userName),
    field(say`Domain`, domain),
    PASSWORD,
    field(say`Chat address`, addressOf(setUp)),
    ...fieldIf(say`Server`, server),
    ...(ssl === 'disabled'
      ? [field(say`Port without encryption`, port)]
      : [field(say`Port for STARTTLS`, port), field(say`Port for direct TLS`, tlsPort)]),
    ...fieldIf(say`Chat rooms`, rooms),
    ...fieldIf(say`Certificate (SHA-256)`, fingerprint),
  ];
}

function notesOf({ domain, server, ssl }: SetUp): ClientCard['notes'] {
  return [
    ...(server === ''
      ? []
      : [
          say`When the DNS leads from ${{ domain }} to this machine, clients find server and port by themselves: leave both empty then. ${{ address: server }} works inside this machine’s network.`,
        ]),
    ...(ssl === 'disabled'
      ? [
          say`Nothing is encrypted: passwords and messages can be read on the network. Allow the client to send the password unencrypted.`,
        ]
      : []),
  ];
}
