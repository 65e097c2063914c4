import type { Request } from 'express';
import type { Actor, Permission } from '../core/act.js';
import type { FormFields } from '../core/page.js';
import type { Session } from '../services/sign-in/sessions.js';
import { englishOnly } from '../core/words/languages.js';
import type { Reader } from '../core/words/reader.js';
import type { Sentence } from '../core/words/sentence.js';
import { PanelError } from '../errors.js';

/** What the middleware found out about a request, for those that come after it. */
export interface Visit {
  /** Null when nobody is signed in. */
  readonly session: Session | null;
  /** To be put into every form. */
  readonly token: string;
  /** Asks again, for answers that last: false as soon as the session has ended. */
  readonly stillSignedIn: () => Promise<boolean>;
}

declare module 'express-serve-static-core' {
  interface Request {
    /** Who reads the answer: in which language. Set by middleware/language.ts. */
    reader?: Reader;
    /** Set by middleware/session.ts. */
    visit?: Visit;
    /** The form that was sent, each field once. Set by middleware/body.ts. */
    form?: FormFields;
    /** That the form came too late, as a sentence: the page is to show it again. Set by middleware/late-form.ts. */
    late?: Sentence;
    /** The files that came with the form. Set by middleware/upload.ts. */
    uploads?: readonly Uint8Array[];
    /** Why the password that the form carries was not taken. Set by middleware/proof.ts. */
    refusal?: { readonly status: number; readonly sentence: Sentence };
  }
}

/** Who is signed in. Throws `forbidden` where nobody is, which middleware/signed-in.ts does not let happen. */
export function sessionOf(request: Request): Session {
  const session = request.visit?.session;
  if (session === undefined || session === null) throw new PanelError('forbidden');
  return session;
}

/** Who reads the answer. English until middleware/language.ts has looked. */
export function readerOf(request: Request): Reader {
  return request.reader ?? englishOnly.reader('en');
}

/** Who asks, and from where, for the audit log. */
export function actorOf(request: Request): Actor {
  const { who, number } = sessionOf(request);
  return { who, from: addressOf(request), session: String(number) };
}

/** What a form carries once its question was answered, and the number of the answer. */
export const CONFIRMED_FIELD = '_confirmed';
export const ANSWER_FIELD = '_answer';

/** Who asks, and what was agreed to with this form. */
export function permissionOf(request: Request): Permission {
  const isAnswered = fieldOf(request, CONFIRMED_FIELD) === 'yes';
  const text = fieldOf(request, ANSWER_FIELD);
  return {
    actor: actorOf(request),
    isSteppedUp: sessionOf(request).isProved(),
    answer: isAnswered ? (/^\d{1,2}$/.test(text) ? Number(text) : -1) : null,
  };
}

/** The address that the connection comes from, never a header's. One of IPv4 is written as such (RFC 4291, 2.5.5.2). */
export function addressOf(request: Request): string {
  return (request.socket.remoteAddress ?? '').replace(/^::ffff:(?=[\d.]+$)/, '');
}

/** A field of the form, `''` when it was not sent. */
export function fieldOf(request: Request, name: string): string {
  return request.form?.get(name) ?? '';
}

/** A parameter of the query, `''` when it was not sent or more than once. */
export function queryOf(request: Request, name: string): string {
  const value: unknown = request.query[name];
  return typeof value === 'string' ? value : '';
}

/** A part of the path. */
export function partOf(request: Request, name: string): string {
  const value = request.params[name];
  return typeof value === 'string' ? value : '';
}
