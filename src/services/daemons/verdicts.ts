import type { ProcessState } from '../../core/ports.js';
import type { DaemonVerdict } from './daemon-row.js';

/** How many of the files that an upgrade replaced are named. */
const SHOWN_FILES = 3;

/** Of a daemon about which the supervisor tells nothing. */
export function unsupervised(reason: string, wanted: boolean): DaemonVerdict {
  return {
    state: 'stopped',
    detail: `The supervisor does not answer: ${reason}`,
    advice: '',
    crashes: 0,
    can: wanted ? 'start' : null,
  };
}

/** Of a daemon that the saved settings do not want. @param enabled whether they have its module on */
export function unwanted({ up, recentCrashes }: ProcessState, enabled: boolean): DaemonVerdict {
  if (!up) {
    const detail = enabled ? 'The present settings do not need it.' : 'Its module is not enabled.';
    return { state: 'disabled', detail, advice: '', crashes: 0, can: null };
  }
  const detail = enabled
    ? 'It runs, though the settings do not want it. Saving stops it.'
    : 'It runs, though its module is not enabled. Enable and disable the module, or end it with "npm run stop".';
  return { state: 'unmanaged', detail, advice: '', crashes: recentCrashes, can: null };
}

/** Of a daemon that ends again and again. */
export function crashing({ recentCrashes, lastEnd }: ProcessState): DaemonVerdict {
  return {
    state: 'crashing',
    detail: `It ${lastEnd ?? 'ended'}, and is started again and again.`,
    advice: '',
    crashes: recentCrashes,
    can: 'restart',
  };
}

/** Of a daemon that is down. */
export function down({ recentCrashes, lastEnd }: ProcessState): DaemonVerdict {
  return {
    state: 'stopped',
    detail: lastEnd === null ? 'It does not run.' : `It ${lastEnd}.`,
    advice: '',
    crashes: recentCrashes,
    can: 'start',
  };
}

/** Of a daemon that a new version of the panel brought, and that no save has set up yet. */
export function added({ recentCrashes }: ProcessState): DaemonVerdict {
  return {
    state: 'outdated',
    detail: 'A new version of the panel brought it. Save Changes sets it up and starts it.',
    advice: '',
    crashes: recentCrashes,
    can: null,
  };
}

/** Of a daemon that does not answer, and that an earlier version of the panel set up. */
export function outdated({ recentCrashes }: ProcessState): DaemonVerdict {
  return {
    state: 'outdated',
    detail:
      'It runs as an earlier version of the panel set it up, so this one cannot tell whether it serves. Save Changes sets it up anew.',
    advice: '',
    crashes: recentCrashes,
    can: 'restart',
  };
}

/** Of a daemon whose process is there, and that does not answer. */
export function silent({ recentCrashes }: ProcessState, reason: string): DaemonVerdict {
  return {
    state: 'not-answering',
    detail: `The process is there, but ${reason}`,
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
    detail: `It answers. Up for ${duration(seconds)}.`,
    advice: replaced.length === 0 ? '' : restartAdvice(replaced),
    crashes: recentCrashes,
    can: 'restart',
  };
}

function restartAdvice(files: readonly string[]): string {
  const more = files.length > SHOWN_FILES ? ` and ${files.length - SHOWN_FILES} more` : '';
  return `It still runs what an upgrade has replaced since its start: ${files.slice(0, SHOWN_FILES).join(', ')}${more}. Restart it to use what is installed now.`;
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d`;
}
