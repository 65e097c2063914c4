import { quantity, say, type Sentence } from '../../core/words/sentence.js';
import type { TouchedDaemon } from './save-preview.js';

/** What a save does with a daemon, and how long that took here before, in seconds with one digit behind the point. */
export function touchedSentence({ title: daemon, how, took }: TouchedDaemon): Sentence {
  switch (how) {
    case 'start':
      return say`${{ daemon }} starts.`;
    case 'stop':
      return say`${{ daemon }} stops.`;
    case 'reload':
      return say`${{ daemon }} reads its files again, and keeps running.`;
    case 'restart':
      return took === null
        ? say`${{ daemon }} restarts. How long that takes on this machine is not known yet.`
        : say`${{ daemon }} restarts. Its last restarts on this machine took ${{ seconds: secondsOf(took) }} s at most.`;
  }
}

function secondsOf(milliseconds: number): Sentence {
  return quantity(Math.max(0.1, Math.round(milliseconds / 100) / 10));
}
