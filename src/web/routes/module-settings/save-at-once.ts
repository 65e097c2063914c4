import type { Request } from 'express';
import { isAsked } from '../../../core/act.js';
import { PanelError } from '../../../errors.js';
import { permissionOf } from '../../visit.js';
import { PATH, PROGRESS } from '../save-changes/paths.js';
import type { Place } from './place.js';

/**
 * Begins a save of this module alone that disturbs no user. Where it would, where another module waits for a save, or a
 * file was changed by hand, nothing is begun: the page Save Changes shows it all, and asks.
 * @returns where to go on
 */
export async function saveAtOnce(
  { acts, save, draft, module: { id } }: Pick<Place, 'acts' | 'save' | 'draft' | 'module'>,
  request: Request,
): Promise<string> {
  try {
    if (draft.pending().some(({ module }) => module !== id)) return PATH;
    if ((await save.drifted()).length > 0) return PATH;
    const permission = { ...permissionOf(request), answer: null };
    return isAsked(await acts.saveChanges.request({ decisions: {} }, permission)) ? PATH : PROGRESS;
  } catch (error) {
    if (error instanceof PanelError) return PATH;
    throw error;
  }
}
