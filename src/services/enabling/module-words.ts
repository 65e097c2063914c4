import type { Module } from '../../core/module/index.js';

/** What enabling did, in sentences. */
export function enabledSentence(on: readonly Module[], wanted: readonly Module[]): string {
  if (on.length === 0) return 'Nothing was changed.';
  const atOnce = on.filter((module) => module.appliesAtOnce);
  const atSave = on.filter((module) => !module.appliesAtOnce);
  const needed = on.filter((module) => !wanted.includes(module));
  return [
    atOnce.length === 0 ? '' : `${titlesOf(atOnce)} ${atOnce.length === 1 ? 'is' : 'are'} enabled.`,
    atSave.length === 0
      ? ''
      : `${titlesOf(atSave)} ${atSave.length === 1 ? 'starts' : 'start'} when you press Save Changes.`,
    needed.length === 0
      ? ''
      : `${titlesOf(needed)} ${needed.length === 1 ? 'was' : 'were'} turned on with it, because ${whoNeeds(needed, wanted)}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** Which of the wanted modules need these: "DNS depends on it". */
export function whoNeeds(needed: readonly Module[], wanted: readonly Module[]): string {
  const needing = wanted.filter(({ dependsOn }) => needed.some(({ id }) => dependsOn.includes(id)));
  const who = needing.length === 0 ? wanted : needing;
  return `${titlesOf(who)} ${who.length === 1 ? 'depends' : 'depend'} on ${needed.length === 1 ? 'it' : 'them'}`;
}

/** What turning off did, as a sentence. */
export function disabledSentence(off: readonly Module[]): string {
  return `${titlesOf(off)} will be turned off when you press Save Changes.`;
}

/** "Users and Groups and DNS". */
export function titlesOf(modules: readonly Module[]): string {
  return new Intl.ListFormat('en').format(modules.map((module) => module.title));
}
