import type { Request, Response, Router } from 'express';
import { isAsked } from '../../../core/act.js';
import { say } from '../../../core/words/sentence.js';
import { showAsked } from '../../asking.js';
import { baseSettings } from '../../base.js';
import { route } from '../../route.js';
import { fieldOf, permissionOf } from '../../visit.js';
import { keep, materialOf } from './material.js';
import { noted } from './noted.js';
import type { Place } from './place.js';
import { errorsOf, show } from './show.js';

/** Takes a certificate with its key, as files or as pasted text. */
export function uploadForm(router: Router, place: Place): void {
  route(router, place.uploadPath, { post: (request, response) => upload(place, request, response) });
}

async function upload(place: Place, request: Request, response: Response): Promise<void> {
  const { acts, certified, pages, path } = place;
  const material = materialOf(request);
  const parts = material.parts.map((part) => Buffer.from(part, 'base64'));
  const wanted = {
    module: certified.module.id,
    upload: { parts, passphrase: material.passphrase },
    version: await versionOf(place, request),
  };
  const outcome = await acts.uploadCertificate.request(wanted, permissionOf(request));
  if (isAsked(outcome)) return showAsked(pages, request, response, outcome, path);
  if (outcome.kind === 'applied') {
    noted(place, request, response, outcome);
    return;
  }
  const isConflict = outcome.kind === 'conflict';
  return show(place, request, response, {
    status: isConflict ? 409 : 422,
    message: isConflict
      ? say`Another administrator changed the settings meanwhile. Check them, then upload again.`
      : '',
    uploadErrors: errorsOf(outcome),
    kept: keep(request, material),
  });
}

/** What an upload changes is the certificate alone: what others changed beside it is no hindrance. */
async function versionOf({ certified, draft }: Place, request: Request): Promise<number> {
  const { module, fields } = certified;
  const base = baseSettings(request);
  const { settings, version } = await draft.view(module.id);
  const isUntouched = base !== null && fields.every(({ name }) => settings[name] === base[name]);
  return isUntouched ? version : Number(fieldOf(request, '_version'));
}
