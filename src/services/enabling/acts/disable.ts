import type { Act } from '../../../core/act.js';
import type { Module } from '../../../core/module/index.js';
import type { Registry } from '../../../core/registry.js';
import { many, say, type Sentence, type Value } from '../../../core/words/sentence.js';
import { signatureOf } from '../../records/audit-trail.js';
import { inTurn } from '../in-turn.js';
import { titlesOf } from '../module-words.js';
import type { ModuleStates } from '../module-states.js';

/** The modules that were turned off, those that depend on the unwanted ones among them. */
export interface Disabled {
  readonly kind: 'disabled';
  readonly off: readonly Module[];
}

/** Turns modules off in the draft, with all that depends on them. */
export function disable(parts: {
  readonly registry: Registry;
  readonly modules: Pick<ModuleStates, 'dependents' | 'disable'>;
}): Act<{ readonly modules: readonly string[] }, Disabled> {
  const { registry, modules } = parts;
  const found = (ids: readonly string[]): readonly Module[] => ids.map((id) => registry.get(id));
  return {
    name: 'modules.disable',
    title: ({ modules: ids }) => offWords(titlesOf(found(ids))),
    question({ modules: ids }) {
      const unwanted = found(ids);
      const also = [...new Set(ids.flatMap((id) => modules.dependents(id)))].filter(
        (module) => !unwanted.includes(module),
      );
      if (also.length === 0) return null;
      return {
        title: say`Disable ${{ modules: titlesOf(unwanted) }}?`,
        sentences: [
          alsoWords(also, unwanted),
          say`Nothing is deleted. Nothing is stopped until you press Save Changes.`,
        ],
        isLoss: true,
        answers: [{ label: say`Disable ${{ modules: titlesOf([...unwanted, ...also]) }}` }],
      };
    },
    async do({ modules: ids }, { actor, record }) {
      const off = await inTurn(ids, (id) => modules.disable(id, signatureOf(actor)));
      await record(...off.map(({ title }) => ({ what: offWords(title) })));
      return { kind: 'disabled', off };
    },
  };
}

function offWords(modules: Value): Sentence {
  return say`${{ modules }} disabled in the draft`;
}

function alsoWords(also: readonly Module[], unwanted: readonly Module[]): Sentence {
  const values = { modules: titlesOf(also), required: titlesOf(unwanted) };
  return many(
    also.length,
    say`${{ modules: values.modules }} requires ${{ required: values.required }} and is disabled too.`,
    say`${{ modules: values.modules }} require ${{ required: values.required }} and are disabled too.`,
  );
}
