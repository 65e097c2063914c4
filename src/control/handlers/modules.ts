import { PanelError } from '../../errors.js';
import {
  alsoOffSentences,
  disableAudited,
  enableAudited,
  enabledSentence,
  titlesOf,
} from '../../services/enabling/audited-modules.js';
import { restartAudited } from '../../services/daemons/audited-restart.js';
import type { Offer } from '../../core/module/index.js';
import type { Settings } from '../../core/settings.js';
import type { Consent } from '../../services/enabling/module-states.js';
import type { Deps } from '../deps.js';
import { handle, type Handler } from '../handle.js';
import { needsYes, Refusal } from '../refusal.js';
import { disableVerb, enableVerb, restartVerb } from '../verbs/modules.js';

const unchanged = { changed: false, sentence: 'Nothing was changed.', modules: [] };

/** Modules on and off, and one daemon started again. */
export function moduleHandlers(deps: Deps): readonly Handler[] {
  const { registry, modules, save } = deps;
  return [
    handle(enableVerb, async ({ name, yes, takeOver }, actor) => {
      const module = registry.get(name);
      if (modules.rows().some((row) => row.module.id === name && row.enabled)) return unchanged;
      const consent = await modules.consent(name);
      if (consent.modules.length > 0 && !yes) throw needsYes(consentLines(consent));
      const on = await enableAudited(deps, actor, [module], takeOver);
      return {
        changed: on.length > 0,
        sentence: enabledSentence(on, [module]),
        modules: on.map(({ id }) => id),
      };
    }),

    handle(disableVerb, async ({ name, yes }, actor) => {
      const module = registry.get(name);
      const also = modules.dependents(name);
      if (also.length > 0 && !yes) throw needsYes(alsoOffSentences(also, [module]));
      const off = await disableAudited(deps, actor, [module]);
      if (off.length === 0) return unchanged;
      const sentence = `${titlesOf(off)} will be turned off when you press Save Changes.`;
      return { changed: true, sentence, modules: off.map(({ id }) => id) };
    }),

    handle(restartVerb, async ({ name, yes }, actor) => {
      const daemon = registry.modules.flatMap((module) => module.daemons).find((one) => one.name === name);
      if (daemon === undefined) throw new PanelError('daemon-unknown');
      if (save.current()?.outcome === 'running') throw new PanelError('save-running');
      const row = (await deps.health.rows()).find((one) => one.name === name);
      if (row?.can === 'restart' && !yes) throw needsYes([daemon.disturbs]);
      const problem = await restartAudited(deps, actor, daemon);
      if (problem !== null)
        throw new Refusal(503, { code: 'daemon-not-answering', sentence: problem, fields: {} });
      return { changed: true, sentence: `${daemon.title} was started and answers.` };
    }),
  ];
}

/** The consent page in lines. */
function consentLines({ modules, alsoEnabled }: Consent): readonly string[] {
  return [
    ...(alsoEnabled.length === 0 ? [] : [`${titlesOf(alsoEnabled)} will be turned on with it.`]),
    ...modules.flatMap(({ module, offer, actions, files }) => [
      `${module.title}: this will be done on the machine:`,
      ...actions.map(
        ({ what, why, isOffered }) => `  - ${what}. ${why}${isOffered ? ' (only with --take-over)' : ''}`,
      ),
      ...(offer === null ? [] : offerLines(offer)),
      `${module.title}: these files will be kept:`,
      ...files.map(({ path, why }) => `  - ${path}: ${why}`),
    ]),
  ];
}

function offerLines({ title, found, notes }: Offer<Settings>): readonly string[] {
  return [
    `${title}:`,
    ...found.map(({ label, value }) => `  ${label}: ${value}`),
    ...notes.map((note) => `  ${note}`),
  ];
}
