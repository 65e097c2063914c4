import { isAsked } from '../../../core/act.js';
import type { Module } from '../../../core/module/index.js';
import {
  doneTo,
  movedTo,
  shown,
  type Notice,
  type PageAnswer,
  type PageDeclaration,
  type PageRequest,
} from '../../../core/page.js';
import { allOf, passage, say, sayOf, type Sentence } from '../../../core/words/sentence.js';
import { PanelError } from '../../../errors.js';
import { disabledSentence, enabledSentence, titlesOf } from '../../../services/enabling/module-words.js';
import type { Deps } from '../../deps.js';

export const PATH = '/module-state';
/** The consent page. */
export const ENABLE = `${PATH}/enable`;

export type Needs = Pick<Deps, 'modules' | 'registry' | 'acts'>;

/** The modules with their tick boxes. */
export function tablePage(needs: Needs): PageDeclaration {
  return { path: PATH, get: () => table(needs), post: (request) => take(needs, request) };
}

async function take(needs: Needs, request: PageRequest): Promise<PageAnswer> {
  const { acts } = needs;
  const { turnOn, turnOff } = wishes(needs, request);
  const contradiction = contradictionOf(needs, turnOn, turnOff);
  if (contradiction !== null) return table(needs, { status: 422, message: contradiction });
  const off = await acts.disableModules.request({ modules: idsOf(turnOff) }, request.permission);
  if (isAsked(off)) return { kind: 'asking', asked: off, cancel: PATH };
  const notice: Notice | undefined =
    off.off.length === 0 ? undefined : { kind: 'done', sentence: disabledSentence(off.off) };
  if (turnOn.length === 0)
    return notice === undefined ? doneTo(PATH, say`Nothing was changed.`) : movedTo(PATH, notice);
  return enable(needs, { ...request, permission: { ...request.permission, answer: null } }, turnOn, notice);
}

/** Turns modules on that need no consent any more; leads to the consent page otherwise. */
async function enable(
  needs: Needs,
  { permission }: PageRequest,
  wanted: readonly Module[],
  notice: Notice | undefined,
): Promise<PageAnswer> {
  try {
    const wish = { modules: idsOf(wanted), takeOver: false };
    const came = await needs.acts.enableModules.request(wish, permission);
    if (isAsked(came))
      return movedTo(`${ENABLE}?modules=${idsOf(wanted).map(encodeURIComponent).join('+')}`, notice);
    return doneTo(PATH, passage(notice?.sentence ?? '', enabledSentence(came.on, wanted)));
  } catch (error) {
    return refusal(needs, error, notice?.sentence);
  }
}

/**
 * Why modules could not be enabled, above the table. What is no such reason is thrown on.
 * @param before what was done before that, as a sentence or ''
 */
export function refusal(needs: Needs, error: unknown, before: Sentence | '' = ''): PageAnswer {
  if (!(error instanceof PanelError)) throw error;
  return table(needs, { status: error.status, message: passage(before, error.sentence) });
}

/** What the form asks for, against what it showed: what somebody else changed meanwhile is left alone. */
function wishes(
  { modules }: Needs,
  request: PageRequest,
): { turnOn: readonly Module[]; turnOff: readonly Module[] } {
  const shownOn = request.field('_enabled').split(' ');
  const changed = modules.rows().filter(({ module, enabled }) => {
    const ticked = request.field(module.id) === 'on';
    return ticked !== shownOn.includes(module.id) && ticked !== enabled;
  });
  return {
    turnOn: changed.filter((row) => !row.enabled).map((row) => row.module),
    turnOff: changed.filter((row) => row.enabled).map((row) => row.module),
  };
}

/** Why a module cannot be on while one that it depends on is off; null where this is not asked. */
function contradictionOf(
  { registry }: Needs,
  turnOn: readonly Module[],
  turnOff: readonly Module[],
): Sentence | null {
  for (const module of turnOn) {
    const needed = registry.withDependencies(module.id).filter((one) => turnOff.includes(one));
    if (needed.length > 0)
      return say`${{ module: module.title }} depends on ${{ needed: titlesOf(needed) }}. Tick all of them, or none.`;
  }
  return null;
}

function table(
  { modules, registry }: Needs,
  { status = 200, message = '' }: { readonly status?: number; readonly message?: Sentence | '' } = {},
): PageAnswer {
  const rows = modules.rows();
  return shown({
    template: 'module-state',
    title: say`Module State`,
    status,
    locals: {
      action: PATH,
      message,
      enabled: idsOf(rows.filter((row) => row.enabled).map((row) => row.module)).join(' '),
      rows: rows.map(({ module, enabled, savedEnabled, configured }) => ({
        id: module.id,
        title: module.title,
        summary: module.summary,
        depends: allOf(module.dependsOn.map((id) => registry.get(id).title)),
        isFree: module.dependsOn.length === 0,
        enabled,
        status: statusSentence(enabled, savedEnabled, configured),
        isPending: enabled !== savedEnabled,
      })),
    },
  });
}

function idsOf(modules: readonly Module[]): readonly string[] {
  return modules.map(({ id }) => id);
}

function statusSentence(enabled: boolean, savedEnabled: boolean, configured: boolean): Sentence {
  if (enabled && savedEnabled) return sayOf('a module')`Enabled`;
  if (enabled) return say`Enabled when you save`;
  if (savedEnabled) return say`Disabled when you save`;
  return configured ? sayOf('a module')`Disabled` : say`Never set up`;
}
