import type { Daemons } from '../../core/ports.js';
import type { HelperLink } from './helper-link.js';

/** The daemons as the helper runs them. How they are run is said by the modules that the helper itself has. */
export function helpedDaemons(helper: HelperLink): Daemons {
  return {
    async declare(commands) {
      await helper.ask('daemon.declare', { names: commands.map(({ name }) => name) });
    },
    async start(name) {
      await helper.ask('daemon.start', { name });
    },
    async stop(name) {
      await helper.ask('daemon.stop', { name });
    },
    async signal(name) {
      await helper.ask('daemon.hang-up', { name });
    },
    state: (name) => helper.ask('daemon.state', { name }),
    replaced: (name) => helper.ask('daemon.replaced', { name }),
    lastLines: (name, count) => helper.ask('daemon.last-lines', { name, count }),
  };
}
