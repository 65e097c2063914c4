import { equal } from '../core/fields/equal.js';
import type { Module } from '../core/module/index.js';
import { say, type Sentence } from '../core/words/sentence.js';
import type { Deps } from './deps.js';

/** One thing to do on a machine where not everything is set up yet. */
export interface NextStep {
  readonly label: Sentence;
  readonly path: string;
  readonly why: Sentence | '';
  readonly isDone: boolean;
}

/** What is to be done until every service that was chosen serves people, in order; empty when all of it is. */
export async function nextSteps({
  modules,
  draft,
  frameOf,
}: Pick<Deps, 'modules' | 'draft' | 'frameOf'>): Promise<readonly NextStep[]> {
  const rows = modules.rows();
  const all = rows.filter(({ module }) => module.page !== null);
  const chosen = all.filter(({ enabled }) => enabled);
  // Nobody needs every service: until one is chosen, all are named.
  const services = chosen.length > 0 ? chosen : all;
  const views = await Promise.all(services.map(({ module }) => draft.view(module.id)));
  const steps: NextStep[] = [
    {
      label: say`Enable modules`,
      path: '/module-state',
      why: say`Choose the services. Required modules are included.`,
      isDone: chosen.length > 0,
    },
    ...views.flatMap(({ module, settings }): NextStep[] =>
      module.page === null
        ? []
        : [
            {
              label: say`Set up ${{ module: module.title }}`,
              path: chosen.length > 0 ? module.page.path : `/module-state/enable?modules=${module.id}`,
              why: module.page.intro,
              isDone: Object.entries(module.settings.defaults).some(
                ([name, value]) => !equal(settings[name], value),
              ),
            },
          ],
    ),
    {
      label: say`Save the changes`,
      path: '/save-changes',
      why: say`Nothing takes effect before you save it.`,
      isDone: services.every((row) => row.savedEnabled) && draft.pending().length === 0,
    },
    ...(await Promise.all(services.map(({ module }) => lastStepOf(module, frameOf)))).flat(),
  ];
  return steps.every((step) => step.isDone) ? [] : steps;
}

/** A step whose state is not known now, such as when the directory does not answer, is not done yet. */
async function lastStepOf({ id, pages }: Module, frameOf: Deps['frameOf']): Promise<readonly NextStep[]> {
  if (pages.lastStep === undefined) return [];
  const { label, path, why } = pages.lastStep;
  const isDone = await pages.lastStep.isDone(frameOf(id)).catch(() => false);
  return [{ label, path, why, isDone }];
}
