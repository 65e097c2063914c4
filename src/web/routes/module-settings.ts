import { Router, type Request, type Response } from 'express';
import type { Module, Question } from '../../core/module/index.js';
import { merge } from '../../core/merge.js';
import type { FieldErrors, Settings } from '../../core/settings.js';
import { applyAudited } from '../../services/saving/audited-settings.js';
import type { SettingsView } from '../../services/saving/draft-settings.js';
import { settingDifferences, type SettingDifference } from '../../services/saving/setting-differences.js';
import { BASE_FIELD, baseSettings } from '../base.js';
import type { Deps } from '../deps.js';
import { isOwnField, settingsFrom, type FormState } from '../form.js';
import { confirmIdentity } from '../identity.js';
import type { Pages } from '../pages.js';
import { route } from '../route.js';
import { findingsOf, lookedAt, settingsFields, warningsOf } from '../settings-view.js';
import { actorOf, fieldOf, sessionOf } from '../visit.js';

type Needs = Pick<Deps, 'registry' | 'draft' | 'modules' | 'clientViews' | 'audit'>;

/** What a settings page shows when it is not simply the draft. */
interface Shown {
  readonly form: FormState;
  readonly status: number;
  /** What the form was read at. */
  readonly version: number;
  /** What somebody else made of the draft meanwhile, where it is not what stands in the form. */
  readonly conflicts?: readonly SettingDifference[];
}

/** A settings page for every module that declares one. */
export function moduleSettingsRoutes(deps: Needs, pages: Pages): Router {
  const router = Router({ strict: true, caseSensitive: true });
  for (const module of deps.registry.modules) {
    if (module.page !== null) settingsPage(router, module, module.page, deps, pages);
  }
  return router;
}

function settingsPage(
  router: Router,
  module: Module,
  page: NonNullable<Module['page']>,
  { draft, modules, clientViews, audit }: Needs,
  pages: Pages,
): void {
  const fields = module.settings.fields.filter(({ askedAt }) => askedAt === undefined);
  const askedHere = (settings: Settings): Settings =>
    Object.fromEntries(
      Object.entries(settings).filter(([name]) => fields.some((field) => field.name === name)),
    );
  /** What is asked for on another page stays as it is in the draft. */
  const askedElsewhere = (settings: Settings): Settings =>
    Object.fromEntries(
      Object.entries(settings).filter(([name]) => !fields.some((field) => field.name === name)),
    );

  route(router, page.path, {
    get: async (request, response) => {
      const view = await draft.view(module.id);
      if (request.late !== undefined) {
        const values = { ...view.settings, ...settingsFrom(request.form ?? new Map(), fields) };
        const form = { values, errors: { '': request.late } };
        const version = Number(fieldOf(request, '_version'));
        return show(request, response, view, { form, status: 200, version });
      }
      const form = { values: view.settings, errors: {} };
      await show(request, response, view, { form, status: 200, version: view.version });
    },
    post: async (request, response) => {
      const session = sessionOf(request);
      const { settings: before, version: now } = await draft.view(module.id);
      const form = settingsFrom(request.form ?? new Map(), fields);
      const base = baseSettings(request);
      // An old form does not say what it began with: then it is taken only when nobody changed anything.
      const merged =
        base === null ? { values: form, theirs: [], both: [] } : merge(fields, base, form, askedHere(before));
      const version = base === null ? Number(fieldOf(request, '_version')) : now;
      const values = { ...merged.values, ...askedElsewhere(before) };
      const again = async (shown: Omit<Shown, 'form'>, errors: FieldErrors = {}): Promise<void> =>
        show(request, response, await draft.view(module.id), { ...shown, form: { values, errors } });
      const conflictsWith = (theirs: Settings): readonly SettingDifference[] =>
        settingDifferences(fields, values, theirs);
      if (merged.both.length > 0) {
        const conflicts = conflictsWith(before).filter(({ path }) => merged.both.includes(path));
        return again({ status: 409, version, conflicts });
      }
      const danger = draft.danger(module.id, values);
      if (!(await confirmIdentity(pages, request, response, { danger, cancel: page.path }))) return;
      const confirmed = fieldOf(request, '_confirmed') === 'yes';
      const outcome = await applyAudited({ draft, audit }, actorOf(request), {
        module: module.id,
        values,
        version,
        confirmed,
      });
      switch (outcome.kind) {
        case 'invalid':
          return again({ status: 422, version }, outcome.errors);
        case 'conflict':
          return again({
            status: 409,
            version: outcome.version,
            conflicts: conflictsWith(outcome.theirs),
          });
        case 'question':
          return ask(request, response, outcome.question, version);
        case 'applied': {
          const noted = 'The changes are noted. Press Save Changes to put them into force.';
          const kept =
            merged.theirs.length === 0 ? '' : ' What somebody else changed meanwhile was left as it is now.';
          const sentence = outcome.changed ? `${noted}${kept}` : 'Nothing was changed.';
          session.notify({ kind: 'done', sentence });
          response.redirect(303, page.path);
        }
      }
    },
  });

  route(router, `${page.path}/check`, {
    post: async (_request, response) => {
      await clientViews.look(module.id);
      response.redirect(303, `${page.path}#found`);
    },
  });

  async function show(request: Request, response: Response, view: SettingsView, shown: Shown): Promise<void> {
    const { form, status, version, conflicts = [] } = shown;
    const advice = status === 200 ? view : null;
    const found = clientViews.last(module.id);
    await pages.show(request, response, {
      template: 'module-settings',
      title: page.label,
      status,
      locals: {
        action: page.path,
        intro: page.intro,
        standing: standingOf(view),
        message: form.errors[''] ?? '',
        version,
        fields: settingsFields(fields, form, advice, found),
        warnings: warningsOf(advice, ''),
        base: version === view.version ? JSON.stringify(askedHere(view.settings)) : '',
        conflicts,
        check: view.enabled && module.probes.length > 0 ? `${page.path}/check` : '',
        lookedAt: lookedAt(found),
        findings: findingsOf(found, ''),
      },
    });
  }

  /** The question is asked before anything goes to the draft; the form's values travel with it. */
  async function ask(
    request: Request,
    response: Response,
    question: Question,
    version: number,
  ): Promise<void> {
    const sent = [...(request.form ?? [])].filter(([name]) => !isOwnField(name));
    await pages.show(request, response, {
      template: 'question',
      title: question.title,
      locals: {
        sentences: question.sentences,
        accept: question.accept,
        isLoss: false,
        action: page.path,
        cancel: page.path,
        hidden: [
          ...sent,
          [BASE_FIELD, fieldOf(request, BASE_FIELD)],
          ['_version', String(version)],
          ['_confirmed', 'yes'],
        ],
      },
    });
  }

  /** Why the settings may not be in force, or `''`. */
  function standingOf(view: SettingsView): string {
    if (view.enabled) return '';
    const isWanted = modules.rows().some((row) => row.module.id === module.id && row.enabled);
    return isWanted
      ? `The module ${module.title} is turned on, and these settings take effect, when you press Save Changes.`
      : `The module ${module.title} is off: the settings take effect once the module is enabled.`;
  }
}
