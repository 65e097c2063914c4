import type { Request } from 'express';
import { isAsked } from '../../../core/act.js';
import { PanelError } from '../../../errors.js';
import type { Deps } from '../../deps.js';
import { permissionOf } from '../../visit.js';
import { PATH, PROGRESS } from '../save-changes/paths.js';

/**
 * Begins a save that disturbs no user. Where it would, or a file was changed by hand, nothing is begun: the page Save
 * Changes asks.
 * @returns where to go on
 */
export async function saveAtOnce(
  { acts, save }: Pick<Deps, 'acts' | 'save'>,
  request: Request,
): Promise<string> {
  try {
    if ((await save.drifted()).length > 0) return PATH;
    const permission = { ...permissionOf(request), answer: null };
    return isAsked(await acts.saveChanges.request({ decisions: {} }, permission)) ? PATH : PROGRESS;
  } catch (error) {
    if (error instanceof PanelError) return PATH;
    throw error;
  }
}
