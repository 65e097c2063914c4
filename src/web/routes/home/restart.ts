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

/** Where the button of a daemon sends its form. */
export function restartPath(daemon: string): string {
  return `/daemons/${daemon}/restart`;
}

/** The button that starts a daemon again. */
export function restartPage(needs: Pick<Deps, 'acts'>): PageDeclaration {
  return { path: restartPath(':name'), formAt: '/', post: (request) => restart(needs, request) };
}

async function restart({ acts }: Pick<Deps, 'acts'>, request: PageRequest): Promise<PageAnswer> {
  const came = await acts.restartDaemon.request({ daemon: request.part('name') }, request.permission);
  if (isAsked(came)) return { kind: 'asking', asked: came, cancel: '/' };
  return came.kind === 'serves'
    ? doneTo('/', say`${{ daemon: came.title }} was started and answers.`)
    : movedTo('/', { kind: 'warning', sentence: came.sentence });
}
