import { choice } from '../../core/fields/choice.js';
import type { Field } from '../../core/fields/field.js';
import { text } from '../../core/fields/text.js';
import { tick } from '../../core/fields/tick.js';
import { say } from '../../core/words/sentence.js';

/** The page of the settings that are about the certificate. */
const CERTIFICATES_PAGE = '/certificates';

/** How the certificate is asked for, on a page of its own. */
export const certificateFields: readonly Field[] = [
  choice({
    name: 'certificate',
    label: say`Certificate`,
    askedAt: CERTIFICATES_PAGE,
    asCards: true,
    help: say`With the certificate, clients and other servers know that they talk with your server and nobody else.`,
    choices: [
      {
        value: 'own',
        label: say`Signed by this panel`,
        help: say`The panel makes it and renews it. Each client asks its user once whether to trust it.`,
      },
      {
        value: 'uploaded',
        label: say`Uploaded`,
        help: say`One that an authority issued to you. You upload the next one before it ends; the home page reminds you.`,
      },
      {
        value: 'files',
        label: say`Files on this machine`,
        help: say`Files that a program such as certbot or acme.sh keeps fresh. A renewed one takes effect at the quiet time. If the panel does not run as root, root must allow these files once; the page shows the command.`,
      },
    ],
  }),
  text({
    name: 'certificateUpload',
    label: say`Uploaded certificate`,
    askedAt: CERTIFICATES_PAGE,
    help: say`The number of the upload that is used: the SHA-256 of its file.`,
    examples: ['1f'.repeat(32), '2e'.repeat(32)],
  }),
  text({
    name: 'certificateFile',
    label: say`File of the certificate`,
    askedAt: CERTIFICATES_PAGE,
    onlyWith: ['files'],
    help: say`The certificate with its chain, in PEM, such as certbot’s fullchain.pem. Symbolic links are followed.`,
    examples: [
      '/etc/letsencrypt/live/chat.example.org/fullchain.pem',
      '/etc/letsencrypt/live/im.example.org/fullchain.pem',
    ],
  }),
  text({
    name: 'certificateKeyFile',
    label: say`File of the private key`,
    askedAt: CERTIFICATES_PAGE,
    onlyWith: ['files'],
    help: say`Such as certbot’s privkey.pem. Leave it empty when the key is in the file of the certificate.`,
    examples: [
      '/etc/letsencrypt/live/chat.example.org/privkey.pem',
      '/etc/letsencrypt/live/im.example.org/privkey.pem',
    ],
  }),
  tick({
    name: 'certificateForPanel',
    label: say`Use it for this panel too`,
    askedAt: CERTIFICATES_PAGE,
    help: say`Browsers that open the panel by HTTPS are shown the same certificate. Otherwise the panel shows its own.`,
  }),
  text({
    name: 'certificateQuietTime',
    label: say`Quiet time for renewals`,
    askedAt: CERTIFICATES_PAGE,
    onlyWith: ['own', 'files'],
    help: say`When a renewed certificate takes effect, as HH:MM by this machine’s clock. All users are disconnected for a moment; they are told a minute before.`,
    examples: ['03:30', '23:15'],
  }),
];
