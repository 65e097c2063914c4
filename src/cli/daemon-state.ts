import type { StatusView } from '../control/verbs/status.js';
import { sayOf, type Sentence } from '../core/words/sentence.js';

const words: Readonly<Record<StatusView['daemons'][number]['state'], Sentence>> = {
  running: sayOf('a daemon')`running`,
  stopped: sayOf('a daemon')`stopped`,
  crashing: sayOf('a daemon')`crashing`,
  'not-answering': sayOf('a daemon')`not answering`,
  outdated: sayOf('a daemon')`needs a save`,
  unmanaged: sayOf('a daemon')`running unmanaged`,
  disabled: sayOf('a daemon')`disabled`,
};

/** The state of a daemon, in words. */
export function daemonState(state: StatusView['daemons'][number]['state']): Sentence {
  return words[state];
}
