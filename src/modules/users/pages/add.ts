import type { Frame } from '../../../core/module/index.js';
import {
  doneTo,
  shown,
  type PageAnswer,
  type PageDeclaration,
  type PageRequest,
} from '../../../core/page.js';
import { keptWords, ownedPlaces, type Kept } from '../../../core/people/kept.js';
import type { KeptChoice } from '../../../core/people/user-acts.js';
import { newUserValues, type UserValues } from '../../../core/people/user-values.js';
import type { FieldErrors } from '../../../core/settings.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import { passwordAgain, userFormFrom, userFormView } from './form.js';
import { ADD, editPath, LIST } from './paths.js';
import { orRefused } from './refused.js';

/** Adds a user, who is there at once. */
export function addPage(frame: Frame): PageDeclaration {
  const { parts } = frame.people;
  return {
    path: ADD,
    showsLateForm: true,
    get: (request) =>
      show(
        frame,
        request.late === null
          ? { values: newUserValues(parts) }
          : { values: userFormFrom(request, parts), message: request.late },
      ),
    post: (request) => add(frame, request),
  };
}

async function add(frame: Frame, request: PageRequest): Promise<PageAnswer> {
  const values = userFormFrom(request, frame.people.parts);
  const wanted = { values, kept: keptChoiceOf(request) };
  const came = await orRefused(frame.acts.addUser.request(wanted, request.permission));
  switch (came.kind) {
    case 'asked':
      return { kind: 'asking', asked: came, cancel: LIST };
    case 'invalid':
      return show(frame, { values, errors: came.errors, status: 422 });
    case 'refused':
      return show(frame, { values, ...came });
    case 'kept':
      return show(frame, { values, errors: passwordAgain(values), kept: came.kept, status: 409 });
    case 'added':
      return doneTo(
        request.field('_then') === 'edit' ? editPath(came.userName) : LIST,
        say`The user ${{ user: came.userName }} was added.`,
      );
  }
}

/** What the page shows beside the form's values. */
interface Shown {
  readonly values: UserValues;
  readonly errors?: FieldErrors;
  readonly message?: Sentence | '';
  readonly status?: number;
  /** What is kept for the name: the user is added only when something was chosen. */
  readonly kept?: Kept;
}

function show(
  { people }: Frame,
  { values, errors = {}, message = '', status = 200, kept = { own: [], places: [] } }: Shown,
): PageAnswer {
  return shown({
    template: 'users/add',
    title: say`Add User`,
    status,
    locals: {
      action: ADD,
      message: errors[''] ?? message,
      kept: keptWords(kept),
      owned: ownedPlaces(kept),
      userName: values.own['userName'] ?? '',
      form: userFormView(people.parts, null, values, errors),
    },
  });
}

function keptChoiceOf(request: PageRequest): KeptChoice | null {
  const choice = request.field('_choice');
  return choice === 'hand-over' || choice === 'delete' ? choice : null;
}
