import type { Ports } from '../../core/layout.js';
import type { ChoiceHelp } from '../../core/module/index.js';
import { say } from '../../core/words/sentence.js';
import { portsOf } from './ports.js';

/** What each choice of SSL Support means, with the ports that clients of this machine use. */
export function sslWords(ports: Ports): ChoiceHelp {
  const { client, clientTls } = portsOf({ ports });
  return {
    ssl: {
      disabled: say`Nothing is encrypted: anyone who listens on the network can read every message and every password. Clients use port ${{ port: client }}.`,
      optional: say`Clients may encrypt: with STARTTLS on port ${{ port: client }}, or with SSL from the first byte on port ${{ sslPort: clientTls }}. A client that does not encrypt sends its password unencrypted.`,
      required: say`Clients must encrypt: with STARTTLS on port ${{ port: client }}, or with SSL from the first byte on port ${{ sslPort: clientTls }} (“Use old-style SSL” in Pidgin, “Force old SSL” in older ones). No password is sent unencrypted.`,
    },
  };
}
