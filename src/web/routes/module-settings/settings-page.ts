import type { Request, Response, Router } from 'express';
import { type Sentence, say } from '../../../core/words/sentence.js';
import { settingDifferences } from '../../../services/saving/setting-differences.js';
import type { SettingsView } from '../../../services/saving/draft-settings.js';
import { baseSettings } from '../../base.js';
import { joined, settingsFrom } from '../../form-values.js';
import { notOfFields, ofFields } from '../../of-fields.js';
import { route } from '../../route.js';
import { findingsOf, lookedAt, settingsFields, warningsOf, withChoiceHelp } from '../../settings-view.js';
import { fieldOf, queryOf } from '../../visit.js';
import { applyWish } from './apply.js';
import { fieldsAskedHere, type Place } from './place.js';
import { rowSections } from './row-sections.js';
import { saveAtOnce } from './save-at-once.js';
import { type Shown, baseOf, errorsShown, keptOfOthers, lateStart, quicker } from './shown.js';

/** The field of the button that saves, too. */
const SAVE_TOO = '_save';

/** The module's settings page, and the button on it that looks at the service. */
export function settingsPageRoutes(router: Router, place: Place): void {
  const { page, module, clientViews } = place;
  route(router, page.path, {
    get: (request, response) => showSettings(place, request, response),
    post: (request, response) => takeSettings(place, request, response),
  });
  route(router, `${page.path}/check`, {
    post: async (_request, response) => {
      await clientViews.look(module.id);
      response.redirect(303, `${page.path}#found`);
    },
  });
}

async function showSettings(place: Place, request: Request, response: Response): Promise<void> {
  const fields = fieldsAskedHere(place);
  const view = await place.draft.view(place.module.id);
  const { settings, version } = view;
  if (request.late !== undefined) {
    const values = { ...settings, ...settingsFrom(request.form ?? new Map(), fields) };
    const form = { values, errors: { '': request.late }, known: settings };
    return show(place, request, response, view, { form, ...lateStart(request) });
  }
  const base = JSON.stringify(ofFields(fields, settings));
  const form = { values: settings, errors: {} };
  return show(place, request, response, view, { form, status: 200, version, base });
}

async function takeSettings(place: Place, request: Request, response: Response): Promise<void> {
  const { draft, module, page } = place;
  const fields = fieldsAskedHere(place);
  const { settings: before, version: now } = await draft.view(module.id);
  // A page that was opened before an upgrade does not have every field: what it does not say stays.
  const form = { ...ofFields(fields, before), ...settingsFrom(request.form ?? new Map(), fields) };
  const base = baseSettings(request);
  // An old form does not say what it began with: then it is taken only when nobody changed anything.
  const version = base === null ? Number(fieldOf(request, '_version')) : now;
  const merged = joined(fields, base, form, ofFields(fields, before));
  // What is asked for on another page stays as it is in the draft.
  const values = { ...merged.values, ...notOfFields(fields, before) };
  const again = async (shown: Omit<Shown, 'form' | 'base'>, errors = {}): Promise<void> => {
    const view = await draft.view(module.id);
    await show(place, request, response, view, {
      ...shown,
      form: { values, errors: errorsShown(errors, '', fields), known: view.settings },
      base: baseOf(ofFields(fields, view.settings), shown.version, view.version),
    });
  };
  if (merged.both.length > 0) {
    const all = settingDifferences(fields, values, before);
    const conflicts = all.filter(({ path }) => merged.both.includes(path));
    return again({ status: 409, version, conflicts });
  }
  const note = merged.theirs.length === 0 ? '' : keptOfOthers;
  const next = fieldOf(request, SAVE_TOO) === '' ? page.path : () => saveAtOnce(place, request);
  const wish = { values, version, cancel: page.path, next, note } as const;
  const refused = await applyWish(place, request, response, wish);
  if (refused?.kind === 'invalid') return again({ status: 422, version }, refused.errors);
  if (refused?.kind === 'conflict') {
    const conflicts = settingDifferences(fields, values, refused.theirs);
    return again({ status: 409, version: refused.version, conflicts }, quicker(conflicts));
  }
}

async function show(
  place: Place,
  request: Request,
  response: Response,
  view: SettingsView,
  { form, status, version, base, conflicts = [] }: Shown,
): Promise<void> {
  const { page, module, pages, clientViews } = place;
  const advice = status === 200 ? await place.draft.warnings(module.id) : [];
  const found = clientViews.last(module.id);
  await pages.show(request, response, {
    template: 'module-settings',
    title: page.label,
    status,
    locals: {
      action: page.path,
      intro: page.intro,
      standing: standingOf(place, view),
      saveToo: isBeingSetUp(place, view) ? SAVE_TOO : '',
      message: form.errors[''] ?? '',
      version,
      sections: rowSections(place, (name) => queryOf(request, name), view, advice, found),
      fields: withChoiceHelp(
        settingsFields(fieldsAskedHere(place), form, advice, found),
        page.choiceHelp?.(place.frameOf(module.id).ports) ?? {},
      ),
      warnings: warningsOf(advice, ''),
      base,
      conflicts,
      check: view.enabled && module.probes.length > 0 ? `${page.path}/check` : '',
      lookedAt: lookedAt(found),
      findings: findingsOf(found, ''),
    },
  });
}

/** Why the daemons may not run with the settings, or `''`. */
function standingOf({ module, modules }: Place, view: SettingsView): Sentence | '' {
  if (view.enabled) return '';
  return isBeingSetUp({ module, modules }, view)
    ? say`Save Changes enables the module ${{ module: module.title }} and makes these settings active.`
    : say`The module ${{ module: module.title }} is disabled. These settings take effect once you enable and save it.`;
}

/** Whether the next save is to turn the module on. */
function isBeingSetUp({ module, modules }: Pick<Place, 'module' | 'modules'>, view: SettingsView): boolean {
  return !view.enabled && modules.rows().some((row) => row.module.id === module.id && row.enabled);
}
