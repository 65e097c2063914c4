import { isAsked } from '../../../core/act.js';
import { movedTo, type PageAnswer, type PageDeclaration, type PageRequest } from '../../../core/page.js';
import type { Place } from './place.js';

const PROGRESS = '/save-changes/progress';

/** The button that makes a new certificate active now. */
export function renewPage(place: Place): PageDeclaration {
  return { path: place.renewPath, post: (request) => renew(place, request) };
}

async function renew({ acts, certified, path }: Place, request: PageRequest): Promise<PageAnswer> {
  const came = await acts.renewCertificate.request({ module: certified.module.id }, request.permission);
  if (isAsked(came)) return { kind: 'asking', asked: came, cancel: path };
  return came.kind === 'begun'
    ? movedTo(PROGRESS)
    : movedTo(path, { kind: 'warning', sentence: came.sentence });
}
