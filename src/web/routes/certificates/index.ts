import { Router } from 'express';
import { serveDeclared } from '../../declared-pages.js';
import type { Pages } from '../../pages.js';
import { certificatePage } from './certificate-page.js';
import { placesOf, type Needs } from './place.js';
import { renewPage } from './renew.js';
import { uploadForm } from './upload.js';

/** A page about its certificate for each module that has one. */
export function certificateRoutes(needs: Needs, pages: Pages): Router {
  const router = Router({ strict: true, caseSensitive: true });
  for (const place of placesOf(needs, pages)) {
    certificatePage(router, place);
    uploadForm(router, place);
    serveDeclared(router, pages, [renewPage(place)]);
  }
  return router;
}

/** Where forms with files go: the only paths that take such forms. */
export function uploadPaths(needs: Needs, pages: Pages): readonly string[] {
  return placesOf(needs, pages).map(({ uploadPath }) => uploadPath);
}
