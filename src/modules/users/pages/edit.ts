import type { Frame } from '../../../core/module/index.js';
import { doneTo, type PageAnswer, type PageDeclaration, type PageRequest } from '../../../core/page.js';
import {
  mergeUser,
  userDifferences,
  valuesOfUser,
  type UserMerge,
  type UserValues,
} from '../../../core/people/user-values.js';
import type { User } from '../../../core/user.js';
import { passage, say, type Sentence } from '../../../core/words/sentence.js';
import { baseOf, showEdit, type Shown } from './edit-view.js';
import { userFormFrom } from './form.js';
import { editPath } from './paths.js';
import { orRefused } from './refused.js';

/** Changes a user at once, and says how to connect a client. */
export function editPage(frame: Frame): PageDeclaration {
  return {
    path: '/users/edit/:name',
    showsLateForm: true,
    get: (request) => show(frame, request),
    post: (request) => edit(frame, request),
  };
}

async function show(frame: Frame, request: PageRequest): Promise<PageAnswer> {
  const user = await frame.people.find(request.part('name'));
  if (request.late === null) {
    const values = valuesOfUser(user);
    return showEdit(frame, user, { csn: user.csn, values, base: values });
  }
  return showEdit(frame, user, {
    csn: request.field('_csn'),
    values: userFormFrom(request, frame.people.parts),
    base: baseOf(request),
    message: request.late,
  });
}

async function edit(frame: Frame, request: PageRequest): Promise<PageAnswer> {
  const { people, acts } = frame;
  const user = await people.find(request.part('name'));
  const { values, csn, base, theirs, both } = typedOver(frame, request, user);
  const again = (more: Partial<Shown>): Promise<PageAnswer> =>
    showEdit(frame, user, { csn, values, base, ...more });
  if (both.length > 0) {
    const differences = userDifferences(people.parts, values, user);
    return again({ status: 409, conflicts: differences.filter(({ name }) => both.includes(name)) });
  }
  // The act's question is asked in the form itself, which goes on with a tick.
  const permission = { ...request.permission, answer: request.field('_lost') === 'yes' ? 0 : null };
  const came = await orRefused(acts.editUser.request({ user, csn, values }, permission));
  switch (came.kind) {
    case 'asked':
      if (came.stepUp !== null || came.question === null)
        return { kind: 'asking', asked: came, cancel: editPath(user.userName) };
      return again({
        message: passage(...came.question.sentences),
        status: 409,
        asksForLoss: true,
      });
    case 'invalid':
      return again({ errors: came.errors, status: 422 });
    case 'refused':
      return again({ message: came.message, status: came.status });
    case 'conflict':
      return showEdit(frame, came.user, {
        csn: came.user.csn,
        values,
        base: valuesOfUser(came.user),
        conflicts: userDifferences(people.parts, values, came.user),
        status: 409,
      });
    case 'unchanged':
      return doneTo(editPath(user.userName), say`Nothing was changed.`);
    case 'changed':
      return doneTo(editPath(user.userName), changedSentence(user, came.ended, theirs));
  }
}

/** What was typed, and the base of the form that is shown next. */
interface TypedOver extends UserMerge {
  readonly csn: string;
  readonly base: UserValues | null;
}

/** What was typed, joined with what another administrator changed since the form was shown. */
function typedOver({ people }: Frame, request: PageRequest, user: User): TypedOver {
  const form = userFormFrom(request, people.parts);
  const base = baseOf(request);
  const now = valuesOfUser(user);
  // An old form does not say what it began with: then it is accepted only if the user was not changed meanwhile.
  if (base === null) return { values: form, theirs: [], both: [], csn: request.field('_csn'), base };
  return { ...mergeUser(people.parts, base, form, now), csn: user.csn, base: now };
}

function changedSentence({ userName }: User, ended: Sentence | '', theirs: readonly string[]): Sentence {
  return passage(
    say`The user ${{ user: userName }} was changed.`,
    ended,
    theirs.length === 0 ? '' : say`Changes that another administrator made meanwhile were kept.`,
  );
}
