import type { Certificates } from '../../core/ports.js';
import { factsOf } from '../certificates/facts.js';
import type { HelperLink } from './helper-link.js';

/** Certificates as the helper keeps them: keys go in, and come out masked. */
export function helpedCertificates(helper: HelperLink): Certificates {
  return {
    read: (source, reader) => helper.ask('certificate.read', { source, reader }),
    facts: factsOf,
    examine: (source, hosts) => helper.ask('certificate.examine', { source, hosts }),
    async make(domain, hosts) {
      await helper.ask('certificate.make', { domain, hosts });
    },
    keep: ({ parts, passphrase }) =>
      helper.ask('certificate.keep', {
        parts: parts.map((part) => Buffer.from(part).toString('base64')),
        passphrase: passphrase.reveal(),
      }),
    async forget(id) {
      await helper.ask('certificate.forget', { id });
    },
  };
}
