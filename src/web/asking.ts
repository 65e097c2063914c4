import type { Request, Response } from 'express';
import type { Asked } from '../core/act.js';
import type { Question } from '../core/module/index.js';
import { Secret } from '../core/secret.js';
import { isSecretField } from '../core/forms/own-field.js';
import { textField } from '../core/forms/text-field.js';
import { say, type Sentence } from '../core/words/sentence.js';
import { TOKEN_FIELD } from './form-token.js';
import type { Pages } from './pages.js';
import { ANSWER_FIELD, CONFIRMED_FIELD, sessionOf } from './visit.js';

/** The field with the administrator's own password, and the one with the key of what was kept. */
export const PROOF_FIELD = '_proof';
export const KEPT_FIELD = '_kept';

/** What is good for the one sending only. */
const NOT_CARRIED: readonly string[] = [TOKEN_FIELD, PROOF_FIELD, KEPT_FIELD];
const ANSWERED: readonly string[] = [CONFIRMED_FIELD, ANSWER_FIELD];

/**
 * Shows what an act asks first: "Confirm it is you" for the password, then its question. Either page sends the form once
 * more. Its fields travel with the page, but passwords in it stay here, in the session.
 * @param cancel where "Cancel" leads
 */
export function showAsked(
  pages: Pages,
  request: Request,
  response: Response,
  { stepUp, question }: Asked,
  cancel: string,
): Promise<void> {
  if (stepUp !== null) return showStepUp(pages, request, response, stepUp, cancel);
  if (question !== null) return showQuestion(pages, request, response, question, cancel);
  throw new Error('an act asks nothing, and was not done');
}

function showStepUp(
  pages: Pages,
  request: Request,
  response: Response,
  sentence: Sentence,
  cancel: string,
): Promise<void> {
  const { refusal } = request;
  const field = textField(
    {
      name: PROOF_FIELD,
      label: say`Your password`,
      kind: 'password',
      autocomplete: 'current-password',
      required: true,
    },
    { values: {}, errors: refusal === undefined ? {} : { [PROOF_FIELD]: refusal.sentence } },
  );
  return pages.show(request, response, {
    template: 'confirm',
    title: say`Confirm it is you`,
    status: refusal?.status ?? 200,
    locals: {
      action: request.path,
      cancel,
      sentence,
      who: sessionOf(request).who,
      hidden: carried(request, NOT_CARRIED),
      field: { ...field, focus: true },
    },
  });
}

function showQuestion(
  pages: Pages,
  request: Request,
  response: Response,
  { title, sentences, answers, isLoss = false }: Question,
  cancel: string,
): Promise<void> {
  return pages.show(request, response, {
    template: 'question',
    title,
    locals: {
      sentences,
      answers: answers.map(({ label }, index) => ({ label, value: String(index) })),
      isLoss,
      action: request.path,
      cancel,
      hidden: [...carried(request, [...NOT_CARRIED, ...ANSWERED]), [CONFIRMED_FIELD, 'yes']],
    },
  });
}

/** The form's fields as hidden ones; for the passwords in it there is one with the key that they are kept under. */
function carried(request: Request, leftOut: readonly string[]): readonly (readonly [string, string])[] {
  const fields = [...(request.form ?? [])].filter(([name]) => !leftOut.includes(name));
  const isSecret = ([name, value]: readonly [string, string]): boolean => isSecretField(name) && value !== '';
  const secrets = fields.filter(isSecret).map(([name, value]): [string, Secret] => [name, new Secret(value)]);
  const open = fields.filter((field) => !isSecret(field));
  return secrets.length === 0 ? open : [...open, [KEPT_FIELD, sessionOf(request).keep(new Map(secrets))]];
}
