import type { StatusView } from '../control/verbs/status.js';
import { sayOf, type Sentence } from '../core/words/sentence.js';

const inWords = sayOf('a daemon');

const words: Readonly<Record<StatusView['daemons'][number]['state'], Sentence>> = {
  running: inWords`running`,
  stopped: inWords`stopped`,
  crashing: inWords`crashing`,
  'not-answering': inWords`not answering`,
  outdated: inWords`outdated`,
  unmanaged: inWords`unmanaged`,
  disabled: inWords`disabled`,
};

/** The state of a daemon, in words. */
export function daemonState(state: StatusView['daemons'][number]['state']): Sentence {
  return words[state];
}
