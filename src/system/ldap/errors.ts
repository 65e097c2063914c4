import { type Message, say, type Sentence, verbatim } from '../../core/words/sentence.js';
import { PanelError, Trouble } from '../../errors.js';

/** What happened to a connection: it could not be opened, it was closed, or an answer did not come in time. */
export type Mishap = 'not-opened' | 'closed' | 'no-answer';

/** Trouble with the connection, as opposed to an answer that refuses. */
export class LdapTrouble extends Trouble {
  readonly mishap: Mishap;

  constructor(mishap: Mishap, reason: Sentence) {
    super(reason);
    this.name = 'LdapTrouble';
    this.mishap = mishap;
  }
}

/** The result codes that are told from others (RFC 4511, appendix A; RFC 4528). */
export const resultCode = {
  success: 0,
  timeLimitExceeded: 3,
  sizeLimitExceeded: 4,
  referral: 10,
  noSuchAttribute: 16,
  constraintViolation: 19,
  attributeOrValueExists: 20,
  noSuchObject: 32,
  inappropriateAuthentication: 48,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  busy: 51,
  unavailable: 52,
  unwillingToPerform: 53,
  objectClassViolation: 65,
  entryAlreadyExists: 68,
  assertionFailed: 122,
} as const;

const reasons: Readonly<Record<number, Message>> = {
  [resultCode.referral]: say`It is a read-only copy: make changes on the main server.`,
  [resultCode.constraintViolation]: say`A value breaks a rule of the directory.`,
  [resultCode.attributeOrValueExists]: say`The entry has this value already.`,
  [resultCode.invalidCredentials]: say`It does not accept the password of the panel itself.`,
  [resultCode.insufficientAccessRights]: say`The panel is not allowed to do this.`,
  [resultCode.unwillingToPerform]: say`It is configured to refuse such requests.`,
  [resultCode.objectClassViolation]: say`The entry would lack a value that it needs, or have one that is not allowed.`,
};

/** The PanelError that says what a result code means to the administrator, with the server's own words. */
export function refusal(code: number, serverSays: string): PanelError {
  const details = { code: String(code) };
  switch (code) {
    case resultCode.noSuchObject:
      return new PanelError('directory-no-such-entry', details);
    case resultCode.entryAlreadyExists:
      return new PanelError('directory-entry-exists', details);
    case resultCode.assertionFailed:
    case resultCode.noSuchAttribute:
      return new PanelError('directory-entry-changed', details);
    case resultCode.timeLimitExceeded:
      return new PanelError('directory-unreachable', { ...details, reason: say`The search took too long.` });
    case resultCode.busy:
    case resultCode.unavailable:
      return new PanelError('directory-unreachable', { ...details, reason: say`It is busy.` });
    default: {
      const known = reasons[code];
      const said = oneLine(serverSays);
      const own = said === '' ? say`Result code ${{ code }}.` : verbatim(said);
      const reason =
        known === undefined
          ? own
          : said === ''
            ? known
            : say`${{ reason: known }} The server says: ${{ text: said }}`;
      return new PanelError('directory-refused', { ...details, reason });
    }
  }
}

/** The PanelError for trouble with the connection. `changing` tells whether the request was to change something. */
export function troubleError(trouble: LdapTrouble, changing: boolean): PanelError {
  const code =
    changing && trouble.mishap !== 'not-opened' ? 'directory-outcome-unknown' : 'directory-unreachable';
  return new PanelError(code, { reason: trouble.sentence }, trouble);
}

function oneLine(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200);
}
