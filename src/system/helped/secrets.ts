import type { Secrets } from '../../core/ports.js';
import { maskedSecret, Secret } from '../../core/secret.js';
import type { HelperLink } from './helper-link.js';

/** The two secrets that the panel itself signs in with. Of all others it knows what stands for them in masked texts. */
export function helpedSecrets(helper: HelperLink): Secrets {
  const known = new Map<string, Secret>();
  return {
    async named(name) {
      if (name !== 'directory-panel' && name !== 'router-panel') return new Secret(maskedSecret(name));
      const secret = known.get(name) ?? new Secret(await helper.ask('secret.of-panel', { name }));
      known.set(name, secret);
      return secret;
    },
    all: () => Promise.resolve([...known.values()]),
  };
}
