import type { Secrets } from '../../core/ports.js';
import { maskedSecret, Secret } from '../../core/secret.js';
import type { HelperLink } from './helper-link.js';

/** The secrets that the panel itself signs in with, by their names. Of all others it knows what stands for them in masked texts. */
export function helpedSecrets(helper: HelperLink, ofThePanel: readonly string[]): Secrets {
  const known = new Map<string, Secret>();
  return {
    async named(name) {
      if (!ofThePanel.includes(name)) return new Secret(maskedSecret(name));
      const secret = known.get(name) ?? new Secret(await helper.ask('secret.of-panel', { name }));
      known.set(name, secret);
      return secret;
    },
    all: () => Promise.resolve([...known.values()]),
  };
}
