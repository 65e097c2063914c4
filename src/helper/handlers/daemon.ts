import { neverStarted } from '../../core/ports.js';
import type { HandlersOf } from './handlers.js';
import type { HandlerParts } from './parts.js';

/** The daemons that modules declare. */
export function daemonHandlers({ machine, declared }: HandlerParts): HandlersOf<`daemon.${string}`> {
  const { daemons } = machine;
  return {
    async 'daemon.declare'({ names }) {
      await daemons.declare(names.map((name) => declared.daemon(name).command(machine)));
      return null;
    },

    async 'daemon.start'({ name }) {
      await daemons.start(declared.daemon(name).name);
      return null;
    },

    async 'daemon.stop'({ name }) {
      await daemons.stop(declared.daemon(name).name);
      return null;
    },

    async 'daemon.hang-up'({ name }) {
      await daemons.signal(declared.daemon(name).name, 'SIGHUP');
      return null;
    },

    // An open journal of another version may name a daemon that there is no more.
    'daemon.state': ({ name }) =>
      declared.hasDaemon(name) ? daemons.state(name) : Promise.resolve(neverStarted),

    'daemon.replaced': ({ name }) => daemons.replaced(declared.daemon(name).name),

    'daemon.last-lines': async ({ name, count }) => [
      ...(await daemons.lastLines(declared.daemon(name).name, count)),
    ],
  };
}
