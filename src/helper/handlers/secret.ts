import type { HandlersOf } from './handlers.js';
import type { HandlerParts } from './parts.js';

/** The secrets that the panel itself needs. */
export function secretHandlers({
  machine: { secrets },
  declared,
}: HandlerParts): HandlersOf<`secret.${string}`> {
  return {
    'secret.of-panel': async ({ name }) => (await secrets.named(declared.panelSecret(name))).reveal(),
  };
}
