import { Router, type Request, type Response } from 'express';
import type { Module, Question } from '../../core/module.js';
import { describe, type Settings } from '../../core/settings.js';
import type { SettingsView } from '../../services/draft-settings.js';
import type { Deps } from '../deps.js';
import { focusFirstError, settingFields, settingsFrom, type FormState } from '../form.js';
import type { Pages } from '../pages.js';
import { route } from '../route.js';
import { fieldOf, sessionOf } from '../visit.js';

/** A settings page for every module that declares one. */
export function moduleSettingsRoutes(
  deps: Pick<Deps, 'registry' | 'draft' | 'modules'>,
  pages: Pages,
): Router {
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
  { draft, modules }: Pick<Deps, 'draft' | 'modules'>,
  pages: Pages,
): void {
  route(router, page.path, {
    get: async (request, response) => {
      const view = await draft.view(module.id);
      await show(request, response, view, { values: view.settings, errors: {} }, 200);
    },
    post: async (request, response) => {
      const session = sessionOf(request);
      const values = settingsFrom(request.form ?? new Map(), module.settings.fields);
      const version = Number(fieldOf(request, '_version'));
      const confirmed = fieldOf(request, '_confirmed') === 'yes';
      const outcome = await draft.apply({ module: module.id, values, version, who: session.who, confirmed });
      switch (outcome.kind) {
        case 'applied':
          session.notify({
            kind: 'done',
            sentence: outcome.changed
              ? 'The changes are noted. Press Save Changes to put them into force.'
              : 'Nothing was changed.',
          });
          {
            response.redirect(303, page.path);
            return;
          }
        case 'invalid':
          return show(
            request,
            response,
            await draft.view(module.id),
            { values, errors: outcome.errors },
            422,
            version,
          );
        case 'question':
          return ask(request, response, outcome.question, version);
        case 'conflict':
          return show(
            request,
            response,
            await draft.view(module.id),
            { values, errors: {} },
            409,
            outcome.version,
            outcome.theirs,
          );
      }
    },
  });

  /** @param version what the form was read at, when it is not what is shown now */
  async function show(
    request: Request,
    response: Response,
    view: SettingsView,
    form: FormState,
    status: number,
    version = view.version,
    theirs: Settings | null = null,
  ): Promise<void> {
    const fields = focusFirstError(settingFields(module.settings.fields, form)).map((field) => ({
      ...field,
      warnings: status === 200 ? warningsOf(view, field.name) : [],
    }));
    await pages.show(request, response, {
      template: 'module-settings',
      title: page.label,
      status,
      locals: {
        action: page.path,
        intro: page.intro,
        standing: standingOf(view),
        fields,
        message: form.errors[''] ?? '',
        version,
        warnings: status === 200 ? warningsOf(view, '') : [],
        conflicts: theirs === null ? [] : conflictsOf(form.values, theirs),
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
    const sent = [...(request.form ?? [])].filter(([name]) => !name.startsWith('_'));
    await pages.show(request, response, {
      template: 'question',
      title: question.title,
      locals: {
        sentences: question.sentences,
        accept: question.accept,
        isLoss: false,
        action: page.path,
        cancel: page.path,
        hidden: [...sent, ['_version', String(version)], ['_confirmed', 'yes']],
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

  function conflictsOf(
    yours: Settings,
    theirs: Settings,
  ): readonly { label: string; yours: string; theirs: string }[] {
    return module.settings.fields
      .filter(({ name }) => yours[name] !== theirs[name])
      .map((field) => ({
        label: field.label,
        yours: describe(field, yours[field.name]),
        theirs: describe(field, theirs[field.name]),
      }));
  }
}

function warningsOf(
  view: SettingsView,
  setting: string,
): readonly { sentence: string; lines: readonly string[] }[] {
  return view.warnings
    .filter((warning) => warning.setting === setting)
    .map(({ sentence, lines }) => ({ sentence, lines }));
}
