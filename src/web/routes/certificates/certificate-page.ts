import type { Request, Response, Router } from 'express';
import { isAsked } from '../../../core/act.js';
import { merge } from '../../../core/merge.js';
import type { Settings } from '../../../core/settings.js';
import { settingDifferences } from '../../../services/saving/setting-differences.js';
import { showAsked } from '../../asking.js';
import { baseSettings } from '../../base.js';
import { settingsFrom } from '../../form-values.js';
import { notOfFields, ofFields } from '../../of-fields.js';
import { route } from '../../route.js';
import { fieldOf, permissionOf } from '../../visit.js';
import { noted } from './noted.js';
import { askedHere, type Place } from './place.js';
import { errorsOf, show } from './show.js';

/** The certificate of a module's service, for the panel too: what is served, what is kept, and where it comes from. */
export function certificatePage(router: Router, place: Place): void {
  route(router, place.path, {
    get: (request, response) => showForm(place, request, response),
    post: (request, response) => choose(place, request, response),
  });
}

function showForm(place: Place, request: Request, response: Response): Promise<void> {
  if (request.late === undefined) return show(place, request, response, { status: 200 });
  const values = settingsFrom(request.form ?? new Map(), askedHere(place.certified));
  const form = { values, errors: { '': request.late } };
  const version = Number(fieldOf(request, '_version'));
  return show(place, request, response, { status: 200, version, form });
}

async function choose(place: Place, request: Request, response: Response): Promise<void> {
  const { certified, draft, acts, pages, path } = place;
  const { id } = certified.module;
  const asked = askedHere(certified);
  const form = settingsFrom(request.form ?? new Map(), asked);
  const base = baseSettings(request);
  const { settings: before, version: now } = await draft.view(id);
  const { values, both } =
    base === null ? { values: form, both: [] } : merge(asked, base, form, ofFields(asked, before));
  const version = base === null ? Number(fieldOf(request, '_version')) : now;
  const conflict = (theirs: Settings, fields: readonly string[] | null): Promise<void> => {
    const mine = { ...theirs, ...values };
    const all = settingDifferences(asked, mine, theirs);
    const conflicts = all.filter((one) => fields?.includes(one.path) ?? true);
    return show(place, request, response, { status: 409, form: { values: mine, errors: {} }, conflicts });
  };
  if (both.length > 0) return conflict(before, both);
  // What another page asks for stays as it is in the draft: that page has questions of its own.
  const all = { ...values, ...notOfFields(asked, before) };
  const wanted = { module: id, values: all, version };
  const outcome = await acts.chooseCertificate.request(wanted, permissionOf(request));
  if (isAsked(outcome)) return showAsked(pages, request, response, outcome, path);
  if (outcome.kind === 'conflict') return conflict(outcome.theirs, null);
  if (outcome.kind === 'invalid')
    return show(place, request, response, {
      ...{ status: 422, version },
      form: { values, errors: errorsOf(outcome) },
    });
  noted(place, request, response, outcome);
}
