import type { Module } from '../../core/module/index.js';
import { PanelError } from '../../errors.js';
import type { Actor } from '../../core/act.js';
import { signatureOf, type AuditTrail } from '../records/audit-trail.js';
import type { ModuleStates } from './module-states.js';

/** What is needed to turn modules on and off. */
export interface AuditedModulesParts {
  readonly modules: Pick<ModuleStates, 'enable' | 'disable'>;
  readonly audit: AuditTrail;
}

/**
 * Turns modules on for whoever asks, and writes down which, or why not.
 * @param takeOver see {@link ModuleStates.enable}
 * @returns the modules that were turned on
 */
export async function enableAudited(
  { modules, audit }: AuditedModulesParts,
  actor: Actor,
  wanted: readonly Module[],
  takeOver: boolean,
): Promise<readonly Module[]> {
  await audit.prepare();
  try {
    const on = await inTurn(wanted, ({ id }) => modules.enable(id, signatureOf(actor), takeOver));
    await audit.record(
      actor,
      ...on.map(({ title }) => ({ what: `${title} turned on` })),
      ...(takeOver ? [{ what: `What was there already taken over for ${titlesOf(wanted)}` }] : []),
    );
    return on;
  } catch (error) {
    if (error instanceof PanelError)
      await audit.record(actor, { what: `${titlesOf(wanted)} turned on`, outcome: error.message });
    throw error;
  }
}

/** Turns modules off in the draft, with all that depends on them, and writes down which. */
export async function disableAudited(
  { modules, audit }: AuditedModulesParts,
  actor: Actor,
  unwanted: readonly Module[],
): Promise<readonly Module[]> {
  await audit.prepare();
  const off = await inTurn(unwanted, ({ id }) => modules.disable(id, signatureOf(actor)));
  await audit.record(actor, ...off.map(({ title }) => ({ what: `${title} turned off for the next save` })));
  return off;
}

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
      : `${titlesOf(needed)} ${needed.length === 1 ? 'was' : 'were'} turned on with it, because ${titlesOf(wanted)} depends on it.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** Whether turning these off turns off what nobody asked for, in sentences for the question. */
export function alsoOffSentences(also: readonly Module[], unwanted: readonly Module[]): readonly string[] {
  return [
    `${titlesOf(also)} ${also.length === 1 ? 'depends' : 'depend'} on ${titlesOf(unwanted)} and will be turned off too.`,
    'Nothing is deleted, and nothing is stopped before you press Save Changes.',
  ];
}

/** "Users and Groups and DNS". */
export function titlesOf(modules: readonly Module[]): string {
  return new Intl.ListFormat('en').format(modules.map((module) => module.title));
}

async function inTurn(
  modules: readonly Module[],
  work: (module: Module) => Promise<readonly Module[]>,
): Promise<readonly Module[]> {
  const done: Module[] = [];
  for (const module of modules) done.push(...(await work(module)));
  return done;
}
