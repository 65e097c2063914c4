import { say } from '../../core/words/sentence.js';
import { refuse } from '../refusal.js';
import type { HandlersOf } from './handlers.js';
import type { HandlerParts } from './parts.js';

/** The ports that are in use. */
export function portHandlers({ machine: { layout, network } }: HandlerParts): HandlersOf<`port.${string}`> {
  return {
    async 'port.listeners'({ port, protocol }) {
      if (!Object.values(layout.ports).includes(port)) refuse(say`The port is not one of the panel’s.`);
      return [...(await network.listeners(port, protocol))];
    },
  };
}
