import { say, sayOf, type Sentence } from '../../../core/words/sentence.js';
import type { DaemonRow, DaemonStatus } from '../../../services/daemons/daemon-row.js';
import type { Deps } from '../../deps.js';
import { restartPath } from './restart.js';

const states: Readonly<Record<DaemonStatus, { readonly word: Sentence; readonly tone: string }>> = {
  running: { word: sayOf('a daemon')`Running`, tone: 'good' },
  stopped: { word: sayOf('a daemon')`Stopped`, tone: 'bad' },
  crashing: { word: sayOf('a daemon')`Crashing`, tone: 'bad' },
  'not-answering': { word: sayOf('a daemon')`Not answering`, tone: 'bad' },
  outdated: { word: sayOf('a daemon')`Needs a save`, tone: 'warning' },
  unmanaged: { word: sayOf('a daemon')`Running unmanaged`, tone: 'warning' },
  disabled: { word: sayOf('a daemon')`Disabled`, tone: 'quiet' },
};

/** The daemons as the home page shows them: folded while all is well. */
export interface DaemonsView {
  /** How many should run. */
  readonly wanted: number;
  /** How many of them do not do what they should. */
  readonly unwell: number;
  /** Whether one has a problem, or should be restarted: they are shown first, and not folded. */
  readonly isOpen: boolean;
  readonly modules: readonly Readonly<Record<string, unknown>>[];
}

export function daemonsView(
  rows: readonly DaemonRow[],
  modules: Pick<Deps, 'modules'>['modules'],
): DaemonsView {
  const wanted = rows.filter(({ state }) => state !== 'disabled');
  return {
    wanted: wanted.length,
    unwell: wanted.filter(({ state }) => state !== 'running').length,
    isOpen: wanted.some((row) => !isWell(row)),
    modules: modules.rows().map(({ module, enabled, savedEnabled }) => ({
      title: module.title,
      summary: module.summary,
      path: module.page?.path ?? '',
      isEnabled: savedEnabled,
      isPending: enabled !== savedEnabled,
      status: savedEnabled ? sayOf('a module')`Enabled` : sayOf('a module')`Disabled`,
      daemons: rows.filter((row) => row.moduleId === module.id).map(viewOfDaemon),
    })),
  };
}

function viewOfDaemon(row: DaemonRow): Readonly<Record<string, unknown>> {
  const { word, tone } = states[row.state];
  return {
    title: row.title,
    name: row.name,
    word,
    tone,
    detail: row.detail,
    advice: row.advice,
    crashes: row.crashes,
    hasLog: row.state !== 'disabled',
    isWell: isWell(row),
    ...buttonOf(row),
    action: restartPath(row.name),
  };
}

/** The button's word, and what is read aloud in its place, since a page has many. */
function buttonOf({ can, title }: DaemonRow): {
  readonly button: Sentence | '';
  readonly buttonHeard: Sentence | '';
} {
  if (can === null) return { button: '', buttonHeard: '' };
  return can === 'start'
    ? { button: say`Start`, buttonHeard: say`Start ${{ daemon: title }}` }
    : { button: say`Restart`, buttonHeard: say`Restart ${{ daemon: title }}` };
}

/** It runs, and nothing is advised. */
function isWell({ state, advice }: DaemonRow): boolean {
  return state === 'running' && advice === '';
}
