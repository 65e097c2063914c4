import { isAsked } from '../../../core/act.js';
import {
  doneTo,
  movedTo,
  type PageAnswer,
  type PageDeclaration,
  type PageRequest,
} from '../../../core/page.js';
import { say } from '../../../core/words/sentence.js';
import type { Deps } from '../../deps.js';
import { CALL_OFF, PATH } from './paths.js';

/** The button that calls off the save that waits. */
export function callOffPage(needs: Pick<Deps, 'acts'>): PageDeclaration {
  return { path: CALL_OFF, post: (request) => callOff(needs, request) };
}

async function callOff({ acts }: Pick<Deps, 'acts'>, request: PageRequest): Promise<PageAnswer> {
  const came = await acts.callOffSave.request({}, request.permission);
  if (isAsked(came)) return { kind: 'asking', asked: came, cancel: PATH };
  return came.kind === 'called-off'
    ? doneTo(PATH, say`The save was called off. The changes are still pending.`)
    : movedTo(PATH, {
        kind: 'warning',
        sentence: say`No save waits: it was called off before, or it has begun.`,
      });
}
