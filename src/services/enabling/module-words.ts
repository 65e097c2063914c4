import type { Module } from '../../core/module/index.js';
import { allOf, many, passage, say, type List, type Sentence } from '../../core/words/sentence.js';

/** What enabling did. */
export function enabledSentence(on: readonly Module[], wanted: readonly Module[]): Sentence {
  if (on.length === 0) return say`Nothing was changed.`;
  const atOnce = on.filter((module) => module.appliesAtOnce);
  const atSave = on.filter((module) => !module.appliesAtOnce);
  const needed = on.filter((module) => !wanted.includes(module));
  return passage(
    atOnce.length === 0 ? '' : areEnabled(atOnce),
    atSave.length === 0 ? '' : startAtSave(atSave),
    needed.length === 0
      ? ''
      : say`Also enabled: ${{ modules: titlesOf(needed) }}. ${{ why: whyNeeded(needed, wanted) }}`,
  );
}

function areEnabled(on: readonly Module[]): Sentence {
  const modules = titlesOf(on);
  return many(on.length, say`${{ modules }} is enabled.`, say`${{ modules }} are enabled.`);
}

function startAtSave(on: readonly Module[]): Sentence {
  const modules = titlesOf(on);
  return many(
    on.length,
    say`${{ modules }} starts when you press Save Changes.`,
    say`${{ modules }} start when you press Save Changes.`,
  );
}

/** Which of the wanted modules need these: "DNS requires Users and Groups." */
export function whyNeeded(needed: readonly Module[], wanted: readonly Module[]): Sentence {
  const needing = wanted.filter(({ dependsOn }) => needed.some(({ id }) => dependsOn.includes(id)));
  const who = needing.length === 0 ? wanted : needing;
  const values = { modules: titlesOf(who), required: titlesOf(needed) };
  return many(
    who.length,
    say`${{ modules: values.modules }} requires ${{ required: values.required }}.`,
    say`${{ modules: values.modules }} require ${{ required: values.required }}.`,
  );
}

/** What turning off did. */
export function disabledSentence(off: readonly Module[]): Sentence {
  const modules = titlesOf(off);
  return many(
    off.length,
    say`${{ modules }} is disabled when you press Save Changes.`,
    say`${{ modules }} are disabled when you press Save Changes.`,
  );
}

/** "Users and Groups and DNS". */
export function titlesOf(modules: readonly Module[]): List {
  return allOf(modules.map((module) => module.title));
}
