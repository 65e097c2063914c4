import type { Act, Deed } from '../../../core/act.js';
import type { Module, Offer, Question } from '../../../core/module/index.js';
import type { Registry } from '../../../core/registry.js';
import type { Settings } from '../../../core/settings.js';
import { type List, say, type Sentence, type Value } from '../../../core/words/sentence.js';
import { signatureOf } from '../../records/audit-trail.js';
import { inTurn } from '../in-turn.js';
import { titlesOf } from '../module-words.js';
import type { Consent } from '../consent.js';
import type { ModuleStates } from '../module-states.js';

/** Modules that are to be on. */
export interface WantedModules {
  readonly modules: readonly string[];
  /** Whether what they offer to take over is accepted. */
  readonly takeOver: boolean;
}

/** The modules that were turned on, those that the wanted ones depend on among them. */
export interface Enabled {
  readonly kind: 'enabled';
  readonly on: readonly Module[];
}

/** Turns modules on. What was never configured is configured first, which needs consent. */
export function enable(parts: {
  readonly registry: Registry;
  readonly modules: Pick<ModuleStates, 'consent' | 'stepUp' | 'enable'>;
}): Act<WantedModules, Enabled> {
  const { registry, modules } = parts;
  const titles = (ids: readonly string[]): List => titlesOf(ids.map((id) => registry.get(id)));
  const taken = async ({ modules: ids, takeOver }: WantedModules): Promise<readonly string[]> =>
    takeOver ? offering(await modules.consent(ids)) : [];
  return {
    name: 'modules.enable',
    title: ({ modules: ids }) => onWords(titles(ids)),
    async stepUp(wanted) {
      const reasons = await Promise.all((await taken(wanted)).map((id) => modules.stepUp(id)));
      return reasons.find((reason) => reason !== null) ?? null;
    },
    async question({ modules: ids }) {
      const consent = await modules.consent(ids);
      return consent.modules.length === 0 ? null : questionOf(titles(ids), consent);
    },
    async do(wanted, { actor, record }) {
      const takesOver = (await taken(wanted)).length > 0;
      const on = await inTurn(wanted.modules, (id) => modules.enable(id, signatureOf(actor), takesOver));
      const done: readonly Deed[] = on.map(({ title }) => ({ what: onWords(title) }));
      const takenOver = {
        what: say`What this machine already had taken over for ${{ modules: titles(wanted.modules) }}`,
      };
      await record(...done, ...(takesOver ? [takenOver] : []));
      return { kind: 'enabled', on };
    },
  };
}

/** Those of which something can be taken over. */
function offering({ modules }: Consent): readonly string[] {
  return modules.filter(({ offer }) => (offer?.accept ?? null) !== null).map(({ module }) => module.id);
}

/** The consent page in lines. */
function questionOf(wanted: Value, { modules, alsoEnabled }: Consent): Question {
  return {
    title: say`Enable ${{ modules: wanted }}?`,
    sentences: [
      ...(alsoEnabled.length === 0
        ? []
        : [say`These required modules are enabled too: ${{ modules: titlesOf(alsoEnabled) }}.`]),
      ...modules.flatMap(({ module, offer, actions, files }) => [
        say`${{ module: module.title }}: the panel will do this on the machine:`,
        ...actions.map(({ what, why, isOffered }) =>
          isOffered
            ? say`  - ${{ action: what }}. ${{ reason: why }} (only with ${{ option: '--take-over' }})`
            : say`  - ${{ action: what }}. ${{ reason: why }}`,
        ),
        ...(offer === null ? [] : offerLines(offer)),
        say`${{ module: module.title }}: the panel will keep these files:`,
        ...files.map(({ path, why }) => say`  - ${{ file: path }}: ${{ reason: why }}`),
      ]),
    ],
    answers: [{ label: say`Accept` }],
  };
}

function offerLines({ title, found, notes }: Offer<Settings>): readonly Sentence[] {
  return [
    say`${{ offer: title }}:`,
    ...found.map(({ label, value }) => say`  ${{ label }}: ${{ value }}`),
    ...notes.map((note) => say`  ${{ note }}`),
  ];
}

function onWords(modules: Value): Sentence {
  return say`${{ modules }} enabled`;
}
