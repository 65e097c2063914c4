import { say } from '../../core/words/sentence.js';
import { disabledSentence, enabledSentence } from '../../services/enabling/module-words.js';
import type { Deps } from '../deps.js';
import { handle, type Handler } from '../../core/shell/handle.js';
import { perform } from '../../core/shell/perform.js';
import { Refusal } from '../../core/shell/refusal.js';
import { disableVerb, enableVerb, restartVerb } from '../verbs/modules.js';

const unchanged = { changed: false, sentence: say`Nothing was changed.`, modules: [] };

/** Modules on and off, and one daemon started again. */
export function moduleHandlers({ registry, modules, acts }: Deps): readonly Handler[] {
  return [
    handle(enableVerb, async ({ name, yes, takeOver }, actor) => {
      const module = registry.get(name);
      if (modules.rows().some((row) => row.module.id === name && row.enabled)) return unchanged;
      const { on } = await perform(acts.enableModules, { modules: [name], takeOver }, actor, yes);
      return {
        changed: on.length > 0,
        sentence: enabledSentence(on, [module]),
        modules: on.map(({ id }) => id),
      };
    }),

    handle(disableVerb, async ({ name, yes }, actor) => {
      const { off } = await perform(acts.disableModules, { modules: [name] }, actor, yes);
      if (off.length === 0) return unchanged;
      return { changed: true, sentence: disabledSentence(off), modules: off.map(({ id }) => id) };
    }),

    handle(restartVerb, async ({ name, yes }, actor) => {
      const came = await perform(acts.restartDaemon, { daemon: name }, actor, yes);
      if (came.kind === 'does-not-serve')
        throw new Refusal(503, {
          code: 'daemon-not-answering',
          sentences: [came.sentence],
          fields: {},
        });
      return { changed: true, sentence: say`${{ daemon: came.title }} was restarted and answers.` };
    }),
  ];
}
