import type { CardField, ClientCard } from '../../core/module/index.js';
import type { Settings } from '../../core/settings.js';
import { say, sayOf, type Sentence } from '../../core/words/sentence.js';
import type { JabberPorts } from './ports.js';
import { settingsForm } from './settings.js';

/**
 * What a user types into a chat client. Fields and choices are named as in Pidgin, which the eBox manual describes;
 * STARTTLS comes first, because every client of today has it, then direct TLS, which Pidgin calls old-style SSL.
 */
export function jabberClientCard(userName: string, settings: Settings, ports: JabberPorts): ClientCard {
  const { domain, ssl, muc } = settingsForm.schema.parse(settings);
  const isEncrypted = ssl !== 'disabled';
  return {
    fields: [
      { label: say`Protocol`, value: 'XMPP' },
      { label: say`User name`, value: userName },
      { label: say`Domain`, value: domain },
      { label: say`Password`, value: say`the password of this user` },
      { label: say`Chat address`, value: `${userName}@${domain}` },
      ...(muc ? [{ label: say`Chat rooms`, value: `conference.${domain}` }] : []),
    ],
    ways: [
      { title: say`Connection`, fields: connection(security[ssl], ports.client) },
      ...(isEncrypted
        ? [
            {
              title: say`Or, in clients that want direct TLS`,
              fields: connection(
                say`Use old-style SSL (in older clients: Require SSL/TLS, Force old SSL)`,
                ports.clientTls,
              ),
            },
          ]
        : []),
    ],
    notes: [
      say`If ${{ domain }} has no entry in the DNS, type the name or the address of this machine into the field “Connect server” of the client.`,
      ...(isEncrypted ? [] : [say`Allow the client to send the password unencrypted.`]),
    ],
  };
}

const security = {
  required: say`Require encryption (STARTTLS)`,
  optional: say`Use encryption if available (STARTTLS)`,
  disabled: sayOf('the security of a connection')`None: passwords and messages can be read on the network`,
} satisfies Record<string, Sentence>;

function connection(choice: Sentence, port: number): readonly CardField[] {
  return [
    { label: say`Connection security`, value: choice },
    { label: say`Connect port`, value: String(port) },
  ];
}
