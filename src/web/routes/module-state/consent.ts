import { isAsked } from '../../../core/act.js';
import type { Module } from '../../../core/module/index.js';
import {
  doneTo,
  movedTo,
  shown,
  type PageAnswer,
  type PageDeclaration,
  type PageRequest,
} from '../../../core/page.js';
import { many, quantity, say } from '../../../core/words/sentence.js';
import { enabledSentence, titlesOf, whyNeeded } from '../../../services/enabling/module-words.js';
import { ENABLE, PATH, refusal, type Needs } from './table.js';

/** What enabling modules will do on this machine, to be accepted. */
export function consentPage(needs: Needs): PageDeclaration {
  return {
    path: ENABLE,
    get: (request) => show(needs, modulesNamed(needs, request.query('modules'))),
    post: (request) => accept(needs, request, modulesNamed(needs, request.field('modules'))),
  };
}

async function show({ modules }: Needs, wanted: readonly Module[]): Promise<PageAnswer> {
  const consent = await modules.consent(wanted.map(({ id }) => id));
  if (consent.modules.length === 0) return movedTo(PATH);
  const below = (path: string): string => path.replace(`${consent.folder}/`, '');
  const actions = consent.modules.flatMap((one) => one.actions).length;
  const files = consent.modules.flatMap((one) => one.files).length;
  return shown({
    template: 'consent',
    title: say`Enable ${{ modules: titlesOf(wanted) }}`,
    locals: {
      action: ENABLE,
      cancel: PATH,
      wanted: wanted.map(({ id }) => id).join(' '),
      summary: say`Nothing was changed yet. When you accept, the panel carries out ${{ actions: many(actions, say`one action`, say`${{ count: quantity(actions) }} actions`) }} and from then on writes ${{ files: many(files, say`one file`, say`${{ count: quantity(files) }} files`) }}, all below ${{ folder: consent.folder }}. All are listed here.`,
      folder: consent.folder,
      count: files,
      alsoEnabled: consent.alsoEnabled.map(
        (module) =>
          say`${{ module: module.title }} is enabled too. ${{ reason: whyNeeded([module], wanted) }}`,
      ),
      offers: consent.modules.flatMap(({ offer }) => (offer === null ? [] : [offer])),
      modules: consent.modules.map(({ module, actions, files }) => ({
        title: module.title,
        actions,
        files: files.map((file) => ({ ...file, path: below(file.path) })),
      })),
    },
  });
}

async function accept(
  needs: Needs,
  { permission, field }: PageRequest,
  wanted: readonly Module[],
): Promise<PageAnswer> {
  const wish = { modules: wanted.map(({ id }) => id), takeOver: field('takeOver') === 'on' };
  try {
    // Pressing Accept is the answer to what the page said.
    const came = await needs.acts.enableModules.request(wish, { ...permission, answer: 0 });
    if (isAsked(came)) return { kind: 'asking', asked: came, cancel: PATH };
    // What is enabled is set up next.
    const next = wanted.find(({ page }) => page !== null)?.page?.path ?? PATH;
    return doneTo(next, enabledSentence(came.on, wanted));
  } catch (error) {
    return refusal(needs, error);
  }
}

function modulesNamed({ registry }: Needs, ids: string): readonly Module[] {
  return ids
    .split(' ')
    .filter((id) => id !== '')
    .map((id) => registry.get(id));
}
