import { isAsked } from '../../../core/act.js';
import type { Frame } from '../../../core/module/index.js';
import {
  doneTo,
  shown,
  type PageAnswer,
  type PageDeclaration,
  type PageRequest,
} from '../../../core/page.js';
import { keptWords, ownedPlaces } from '../../../core/people/kept.js';
import { passage, say } from '../../../core/words/sentence.js';
import { deletePath, editPath, LIST } from './paths.js';

/** Says what goes with a user, and deletes. */
export function deletePage(frame: Frame): PageDeclaration {
  return {
    path: '/users/delete/:name',
    get: (request) => ask(frame, request),
    post: (request) => remove(frame, request),
  };
}

async function ask({ people }: Frame, request: PageRequest): Promise<PageAnswer> {
  const user = await people.find(request.part('name'));
  const { userName, fullName } = user;
  const kept = await people.kept(userName);
  return shown({
    template: 'users/delete',
    title: say`Delete the user ${{ user: userName }}?`,
    locals: {
      action: deletePath(userName),
      cancel: editPath(userName),
      userName,
      fullName,
      sentences: await people.whenDeleted(user),
      kept: keptWords(kept),
      owned: ownedPlaces(kept),
    },
  });
}

async function remove({ people, acts }: Frame, request: PageRequest): Promise<PageAnswer> {
  const user = await people.find(request.part('name'));
  const { userName } = user;
  const wanted = {
    user,
    own: request.field('_own') === 'on',
    places: request.field('_places') === 'on',
  };
  // The form itself has asked the act's question.
  const came = await acts.deleteUser.request(wanted, { ...request.permission, answer: 0 });
  if (isAsked(came)) return { kind: 'asking', asked: came, cancel: editPath(userName) };
  return doneTo(LIST, passage(say`The user ${{ user: userName }} was deleted.`, came.sentence));
}
