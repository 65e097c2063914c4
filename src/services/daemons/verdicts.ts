import type { ProcessState } from '../../core/ports.js';
import { allOf, many, passage, quantity, say, type Sentence } from '../../core/words/sentence.js';
import type { DaemonVerdict } from './daemon-row.js';

/** How many of the files that an upgrade replaced are named. */
const SHOWN_FILES = 3;

/** Of a daemon about which the supervisor says nothing. */
export function unsupervised(reason: Sentence, wanted: boolean): DaemonVerdict {
  return {
    state: 'stopped',
    detail: say`The supervisor does not answer: ${{ reason }}.`,
    advice: '',
    crashes: 0,
    can: wanted ? 'start' : null,
  };
}

/** Of a daemon that the saved settings do not want. @param enabled whether they have its module on */
export function unwanted({ up, recentCrashes }: ProcessState, enabled: boolean): DaemonVerdict {
  if (!up) {
    const detail = enabled ? say`The saved settings do not need it.` : say`Its module is not enabled.`;
    return { state: 'disabled', detail, advice: '', crashes: 0, can: null };
  }
  const detail = enabled
    ? say`It runs, but the saved settings do not need it. Save Changes stops it.`
    : say`It runs, but its module is not enabled. Enable the module and disable it again, or stop the daemon with "npm run stop".`;
  return { state: 'unmanaged', detail, advice: '', crashes: recentCrashes, can: null };
}

/** Of a daemon that crashes again and again. */
export function crashing({ recentCrashes, lastEnd }: ProcessState): DaemonVerdict {
  return {
    state: 'crashing',
    detail: passage(lastEnd ?? say`It ended.`, say`It is restarted again and again.`),
    advice: '',
    crashes: recentCrashes,
    can: 'restart',
  };
}

/** Of a daemon that is down. */
export function down({ recentCrashes, lastEnd }: ProcessState): DaemonVerdict {
  return {
    state: 'stopped',
    detail: lastEnd ?? say`It does not run.`,
    advice: '',
    crashes: recentCrashes,
    can: 'start',
  };
}

/** Of a daemon that a new version of the panel brought, and that no save has set up yet. */
export function added({ recentCrashes }: ProcessState): DaemonVerdict {
  return {
    state: 'outdated',
    detail: say`It is new in this version of the panel. Save Changes sets it up and starts it.`,
    advice: '',
    crashes: recentCrashes,
    can: null,
  };
}

/** Of a daemon that does not answer, and that an earlier version of the panel set up. */
export function outdated({ recentCrashes }: ProcessState): DaemonVerdict {
  return {
    state: 'outdated',
    detail: say`An earlier version of the panel set it up, so it is not known whether it serves. Save Changes sets it up again.`,
    advice: '',
    crashes: recentCrashes,
    can: 'restart',
  };
}

/** Of a daemon whose process is there, and that does not answer. */
export function silent({ recentCrashes }: ProcessState, reason: Sentence): DaemonVerdict {
  return {
    state: 'not-answering',
    detail: say`The process runs, but it does not serve: ${{ reason }}.`,
    advice: '',
    crashes: recentCrashes,
    can: 'restart',
  };
}

/** Of a daemon that answers. @param replaced files that it runs and that an upgrade has replaced */
export function serving(
  { recentCrashes, seconds }: ProcessState,
  replaced: readonly string[],
): DaemonVerdict {
  return {
    state: 'running',
    detail: say`It answers. Running for ${{ duration: duration(seconds) }}.`,
    advice: replaced.length === 0 ? '' : restartAdvice(replaced),
    crashes: recentCrashes,
    can: 'restart',
  };
}

function restartAdvice(replaced: readonly string[]): Sentence {
  const files = allOf(replaced.slice(0, SHOWN_FILES));
  const more = replaced.length - SHOWN_FILES;
  const seen =
    more > 0
      ? many(
          more,
          say`It still runs files that an upgrade replaced: ${{ files }} and one more.`,
          say`It still runs files that an upgrade replaced: ${{ files }} and ${{ count: quantity(more) }} more.`,
        )
      : say`It still runs files that an upgrade replaced: ${{ files }}.`;
  return passage(seen, say`Restart it to use what is installed now.`);
}

function duration(seconds: number): Sentence {
  if (seconds < 60) return say`${{ seconds: Math.floor(seconds) }} s`;
  if (seconds < 3600) return say`${{ minutes: Math.floor(seconds / 60) }} min`;
  if (seconds < 86_400)
    return say`${{ hours: Math.floor(seconds / 3600) }} h ${{ minutes: Math.floor((seconds % 3600) / 60) }} min`;
  return say`${{ days: Math.floor(seconds / 86_400) }} d`;
}
