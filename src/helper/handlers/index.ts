import type { Registry } from '../../core/registry.js';
import { BegunSteps } from '../begun-steps.js';
import { Declared } from '../declared.js';
import { KnownFiles } from '../known-files.js';
import { certificateHandlers } from './certificate.js';
import { configurationHandlers } from './configuration.js';
import { daemonHandlers } from './daemon.js';
import type { Handlers } from './handlers.js';
import { modulePreparationHandlers } from './module-preparations.js';
import { moduleStepHandlers } from './module-steps.js';
import { moduleHandlers } from './module.js';
import type { HandlerParts } from './parts.js';
import { portHandlers } from './port.js';
import { secretHandlers } from './secret.js';

/** The helper's verbs. Nothing is done that no module declares; what a request names otherwise is refused. */
export function createHandlers({
  machine,
  registry,
  secrets,
}: Pick<HandlerParts, 'machine' | 'secrets'> & { readonly registry: Registry }): Handlers {
  const { layout } = machine;
  const parts: HandlerParts = {
    machine,
    secrets,
    declared: new Declared(registry),
    known: new KnownFiles(),
    begun: new BegunSteps(machine.store.document('begun-steps')),
  };
  return {
    hello: () => Promise.resolve({ state: layout.state, node: layout.node, ports: layout.ports }),
    ...moduleHandlers(parts),
    ...moduleStepHandlers(parts),
    ...modulePreparationHandlers(parts),
    ...configurationHandlers(parts),
    ...daemonHandlers(parts),
    ...portHandlers(parts),
    ...certificateHandlers(parts),
    ...secretHandlers(parts),
  };
}
