import type { RequestHandler } from 'express';
import { Secret } from '../../core/secret.js';
import { say } from '../../core/words/sentence.js';
import { PanelError } from '../../errors.js';
import { refusalWords } from '../../services/sign-in/refusal-words.js';
import type { Cookies } from '../cookies.js';
import type { Deps } from '../deps.js';
import { KEPT_FIELD, PROOF_FIELD } from '../asking.js';
import { explainRefusal } from '../refusal.js';
import { actorOf, fieldOf } from '../visit.js';

/**
 * Takes what the page "Confirm it is you" adds to a form: the password that proves it, and the key of the fields that
 * were kept here, which are put back. Whether the form needed the proof is for its route to say.
 */
export function readProof(
  { signIn, audit }: Pick<Deps, 'signIn' | 'audit'>,
  cookies: Cookies,
): RequestHandler {
  return async (request, response, next) => {
    const session = request.visit?.session ?? null;
    if (session === null || request.form === undefined) {
      next();
      return;
    }
    if (request.form.has(PROOF_FIELD) && !session.isProved()) {
      const password = new Secret(fieldOf(request, PROOF_FIELD));
      const actor = actorOf(request);
      const outcome = await signIn.prove({
        name: actor.who,
        password,
        address: actor.from,
        device: cookies.read(request, 'device'),
      });
      if (outcome.kind === 'proved') session.proved();
      else {
        await audit.record(actor, {
          what: say`Confirmation by password`,
          outcome: refusalWords(outcome.kind),
        });
        request.refusal = explainRefusal(response, outcome, say`This is not your password. Type it again.`);
      }
    }
    const key = request.form.get(KEPT_FIELD);
    if (key !== undefined) {
      const kept = session.takeKept(key);
      if (kept === null) throw new PanelError('forbidden');
      const secrets = [...kept].map(([name, secret]): [string, string] => [name, secret.reveal()]);
      request.form = new Map([...request.form, ...secrets]);
    }
    next();
  };
}
