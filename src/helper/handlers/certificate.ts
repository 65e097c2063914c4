import { Secret } from '../../core/secret.js';
import { masked } from '../masking.js';
import type { HandlersOf } from './handlers.js';
import type { HandlerParts } from './parts.js';

/** Certificates, whose keys go in and do not come out. */
export function certificateHandlers({
  machine: { certificates },
  secrets,
}: HandlerParts): HandlersOf<`certificate.${string}`> {
  return {
    async 'certificate.read'({ source, reader }) {
      const pem = await certificates.read(source, reader);
      return pem === null ? null : masked(pem, await secrets());
    },

    'certificate.examine': ({ source, hosts }) => certificates.examine(source, hosts),

    async 'certificate.make'({ domain, hosts }) {
      await certificates.make(domain, hosts);
      return null;
    },

    'certificate.keep': ({ parts, passphrase }) =>
      certificates.keep({
        parts: parts.map((part) => Buffer.from(part, 'base64')),
        passphrase: new Secret(passphrase),
      }),

    async 'certificate.forget'({ id }) {
      await certificates.forget(id);
      return null;
    },
  };
}
