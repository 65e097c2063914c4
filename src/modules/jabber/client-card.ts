import type { ClientCard } from '../../core/module/index.js';
import type { Settings } from '../../core/settings.js';
import type { JabberPorts } from './ports.js';
import { settingsForm } from './settings.js';

/**
 * What a user types into a chat client. Field names as in Pidgin, which the eBox manual describes; STARTTLS comes
 * first, because every client of today has it, then SSL from the first byte ("old SSL").
 */
export function jabberClientCard(userName: string, settings: Settings, ports: JabberPorts): ClientCard {
  const { domain, ssl, muc } = settingsForm.schema.parse(settings);
  const security = {
    required: 'Require encryption (STARTTLS)',
    optional: 'Use encryption if available (STARTTLS)',
    disabled: 'None: passwords and messages can be read on the network',
  }[ssl];
  const oldSsl = {
    title: 'Or, in clients that want SSL from the first byte',
    fields: [
      {
        label: 'Connection security',
        value: 'Use old-style SSL (in older clients: Require SSL/TLS, Force old SSL)',
      },
      { label: 'Connection port', value: String(ports.clientTls) },
    ],
  };
  return {
    fields: [
      { label: 'Protocol', value: 'XMPP' },
      { label: 'User name', value: userName },
      { label: 'Domain', value: domain },
      { label: 'Password', value: 'the password of this user' },
      { label: 'Chat address', value: `${userName}@${domain}` },
      ...(muc ? [{ label: 'Chat rooms', value: `conference.${domain}` }] : []),
    ],
    ways: [
      {
        title: 'Connection',
        fields: [
          { label: 'Connection security', value: security },
          { label: 'Connection port', value: String(ports.client) },
        ],
      },
      ...(ssl === 'disabled' ? [] : [oldSsl]),
    ],
    notes: [
      `As long as ${domain} has no entry in the DNS, type the name or the address of this machine into the client’s field for the server to connect to (“Connect server” in Pidgin).`,
      ...(ssl === 'disabled' ? ['The client must be allowed to send the password without encryption.'] : []),
    ],
  };
}
