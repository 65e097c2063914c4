import { isAsked } from '../../../../core/act.js';
import type { Frame } from '../../../../core/module/index.js';
import {
  movedTo,
  shown,
  type PageAnswer,
  type PageDeclaration,
  type PageRequest,
} from '../../../../core/page.js';
import { addressOfUser, handOutCsv } from '../../../../core/people/import/hand-out.js';
import type { AccountPart } from '../../../../core/people/account-part.js';
import type { HandedOut, HandOutForm } from '../../../../core/people/import/imports.js';
import { say } from '../../../../core/words/sentence.js';
import { IMPORT, IMPORT_PASSWORDS } from '../paths.js';

/** Cards that one page can have. */
export const MOST_CARDS = 1_000;

/** The generated passwords, handed out once as a file and once as cards to print. */
export function passwordPages(frame: Frame): readonly PageDeclaration[] {
  return [
    {
      path: `${IMPORT_PASSWORDS}/file.csv`,
      formAt: IMPORT,
      post: (request) => handOut(frame, request, 'csv'),
    },
    {
      path: `${IMPORT_PASSWORDS}/cards`,
      formAt: IMPORT,
      post: (request) => handOut(frame, request, 'cards'),
    },
  ];
}

async function handOut(frame: Frame, { permission }: PageRequest, form: HandOutForm): Promise<PageAnswer> {
  const waiting = frame.people.imports.state()?.passwords ?? 0;
  if (form === 'cards' && waiting > MOST_CARDS)
    return movedTo(IMPORT, {
      kind: 'warning',
      sentence: say`There are too many passwords for cards, which are made for ${{ count: MOST_CARDS }} at most. Take them as a file.`,
    });
  const came = await frame.acts.handOutPasswords.request(form, permission);
  if (isAsked(came)) return { kind: 'asking', asked: came, cancel: IMPORT };
  if (came.kind === 'refused') return movedTo(IMPORT, { kind: 'warning', sentence: came.problem });
  const { parts } = frame.people;
  if (form === 'cards') return cards(came.people, parts);
  const text = handOutCsv(came.people, parts);
  return { kind: 'file', file: { name: 'passwords.csv', type: 'text/csv; charset=utf-8', text } };
}

function cards(people: readonly HandedOut[], parts: readonly AccountPart[]): PageAnswer {
  const all = people.map(({ userName, firstName, lastName, password }) => ({
    ...{ userName, password },
    fullName: `${firstName} ${lastName}`.trim(),
    address: addressOfUser(parts, userName),
  }));
  return shown({
    template: 'users/import/cards',
    title: say`Cards with passwords`,
    locals: { cards: all, back: IMPORT },
  });
}
