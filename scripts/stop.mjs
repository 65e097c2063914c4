/** `npm run stop`: ends the daemons of the state folder, which outlive the panel. */
import { build, installDependencies, requireNode } from './prepare.mjs';
import { fail, say } from './say.mjs';

requireNode();
installDependencies();
build();
const { stopDaemons } = await import('../dist/stop.js');

try {
  const { state, stopped } = await stopDaemons();
  say(
    stopped.length === 0
      ? `Nothing was running for ${state}.`
      : `Stopped for ${state}: ${stopped.join(', ')}.`,
  );
} catch (error) {
  fail(error.message);
}
