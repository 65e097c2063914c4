import type { Request, Response } from 'express';
import { Secret } from '../core/secret.js';
import { textField } from './form.js';
import { TOKEN_FIELD } from './form-token.js';
import type { Pages } from './pages.js';
import { sessionOf } from './visit.js';

/** The field with the administrator's own password, and the one with the key of what was kept. */
export const PROOF_FIELD = '_proof';
export const KEPT_FIELD = '_kept';

/** What is about to be done. */
export interface Danger {
  /** Why it is asked, as a sentence; null when there is nothing to ask. */
  readonly danger: string | null;
  /** Where "Cancel" leads. */
  readonly cancel: string;
}

/**
 * Whether the form may be acted on. When it is dangerous and the password was given more than five minutes ago, this
 * shows the page "Confirm it is you" instead and gives false: that page asks for the password and sends the form once
 * more. Its fields travel with the page, but passwords in it stay here, in the session.
 */
export async function confirmIdentity(
  pages: Pages,
  request: Request,
  response: Response,
  { danger, cancel }: Danger,
): Promise<boolean> {
  const session = sessionOf(request);
  if (danger === null || session.isProved()) return true;
  const fields = [...(request.form ?? [])].filter(
    ([name]) => ![TOKEN_FIELD, PROOF_FIELD, KEPT_FIELD].includes(name),
  );
  const isSecret = ([name, value]: readonly [string, string]): boolean =>
    /password/i.test(name) && value !== '';
  const secrets = fields.filter(isSecret).map(([name, value]): [string, Secret] => [name, new Secret(value)]);
  const kept = secrets.length === 0 ? [] : [[KEPT_FIELD, session.keep(new Map(secrets))]];
  const { status, sentence } = request.refusal ?? { status: 200, sentence: '' };
  const field = textField(
    {
      name: PROOF_FIELD,
      label: 'Your password',
      kind: 'password',
      autocomplete: 'current-password',
      required: true,
    },
    { values: {}, errors: { [PROOF_FIELD]: sentence } },
  );
  await pages.show(request, response, {
    template: 'confirm',
    title: 'Confirm it is you',
    status,
    locals: {
      action: request.path,
      cancel,
      danger,
      who: session.who,
      hidden: [...fields.filter((one) => !isSecret(one)), ...kept],
      field: { ...field, focus: true },
    },
  });
  return false;
}
