import { troubleOf } from '../../errors.js';
import { takenBackSentence, watchingSentence } from '../../services/saving/watch-words.js';
import { endedSentence, waitingSentence } from '../../services/saving/waiting/waiting-words.js';
import type { Deps } from '../deps.js';
import { handle, type Handler } from '../../core/shell/handle.js';
import { modulesVerb, statusVerb, type ModuleView, type StatusView } from '../verbs/status.js';

/** What the home page and the Module State page say. */
export function statusHandlers(deps: Deps): readonly Handler[] {
  const { modules, health, draft, save, waiting, sessionWatch } = deps;

  const rows = (): ModuleView[] =>
    modules.rows().map(({ module: { id, title, summary }, enabled, savedEnabled, configured }) => ({
      id,
      title,
      summary,
      enabled,
      savedEnabled,
      configured,
    }));

  /** A service that does not answer does not mean that no user is connected. */
  async function connected(): Promise<{
    connected: number | null;
    connectedProblem: StatusView['connectedProblem'];
  }> {
    try {
      return { connected: (await sessionWatch.connected()).length, connectedProblem: '' };
    } catch (error) {
      return { connected: null, connectedProblem: troubleOf(error) };
    }
  }

  return [
    handle(statusVerb, async () => ({
      modules: rows(),
      daemons: (await health.rows()).map(({ name, title, module, state, detail, advice, crashes }) => ({
        name,
        title,
        module,
        state,
        detail,
        advice,
        crashes,
      })),
      ...(await connected()),
      pending: draft.pending().length,
      isSaving: save.current()?.outcome === 'running',
      ...watchView(save),
      ...waitView(waiting),
      recovery: save.recovery() ?? '',
      changedByHand: [...(await save.drifted())],
      ports: deps.ports,
    })),
    handle(modulesVerb, () => ({ modules: rows() })),
  ];
}

function watchView(save: Deps['save']): Pick<StatusView, 'watching' | 'takenBack'> {
  const [watching, takenBack] = [save.watching(), save.takenBack()];
  return {
    watching: watching === null ? '' : watchingSentence(watching),
    takenBack: takenBack === null ? '' : takenBackSentence(takenBack),
  };
}

function waitView(waiting: Deps['waiting']): Pick<StatusView, 'waiting' | 'waited'> {
  const [now, ended] = [waiting.waiting(), waiting.ended()];
  return {
    waiting: now === null ? '' : waitingSentence(now),
    waited: ended === null ? '' : endedSentence(ended),
  };
}
