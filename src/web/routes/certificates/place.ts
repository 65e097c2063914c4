import type { Certified } from '../../../services/certificates/certificate-settings.js';
import type { Deps } from '../../deps.js';
import type { Pages } from '../../pages.js';
import type { Sentence } from '../../../core/words/sentence.js';

/** The page of the first module with a certificate; those of others lie below. */
const FIRST = '/certificates';

/** What the pages about certificates ask. */
export type Needs = Pick<Deps, 'certificates' | 'draft' | 'acts' | 'config'>;

/** The page of one module's certificate. */
export interface Place extends Needs {
  readonly certified: Certified;
  readonly pages: Pages;
  readonly path: string;
  /** Where the form with files goes. */
  readonly uploadPath: string;
  readonly renewPath: string;
  /** The pages of other modules. */
  readonly others: readonly { readonly title: Sentence; readonly path: string }[];
}

/** A page for each module that has a certificate. */
export function placesOf(needs: Needs, pages: Pages): readonly Place[] {
  const all = needs.certificates.all();
  const paths = all.map(({ module }, index) => (index === 0 ? FIRST : `${FIRST}/${module.id}`));
  const links = all.map(({ module }, index) => ({ title: module.title, path: paths[index] ?? FIRST }));
  return all.map((certified, index) => {
    const path = paths[index] ?? FIRST;
    return {
      ...needs,
      ...{ certified, pages, path },
      ...{ uploadPath: `${path}/upload`, renewPath: `${path}/renew` },
      others: links.filter((link) => link.path !== path),
    };
  });
}

/** All settings but the number of an upload, which nobody types. */
export function askedHere({ fields }: Certified): Certified['fields'] {
  return fields.filter(({ name }) => name !== 'certificateUpload');
}
