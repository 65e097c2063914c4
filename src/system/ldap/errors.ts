import { PanelError } from '../../errors.js';

/** What happened to a connection: it could not be opened, it was closed, or an answer did not come in time. */
export type Mishap = 'not-opened' | 'closed' | 'no-answer';

/** Trouble with the connection, as opposed to an answer that refuses. */
export class LdapTrouble extends Error {
  readonly mishap: Mishap;

  constructor(mishap: Mishap, reason: string) {
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

const reasons: Readonly<Record<number, string>> = {
  [resultCode.referral]: 'it is a read-only copy, changes belong on another server',
  [resultCode.constraintViolation]: 'a value breaks one of its rules',
  [resultCode.attributeOrValueExists]: 'the entry has this value already',
  [resultCode.invalidCredentials]: 'it does not accept the password of the panel itself',
  [resultCode.insufficientAccessRights]: 'the panel has no right to do that',
  [resultCode.unwillingToPerform]: 'it is set to refuse such requests',
  [resultCode.objectClassViolation]:
    'the entry would lack a value that it needs, or have one that it must not have',
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
      return new PanelError('directory-unreachable', { ...details, reason: 'it took too long to search' });
    case resultCode.busy:
    case resultCode.unavailable:
      return new PanelError('directory-unreachable', { ...details, reason: 'it is busy' });
    default: {
      const known = reasons[code];
      const said = oneLine(serverSays);
      const reason =
        known === undefined ? said || `result code ${code}` : said === '' ? known : `${known} (${said})`;
      return new PanelError('directory-refused', { ...details, reason });
    }
  }
}

/** The PanelError for trouble with the connection. `changing` tells whether the request was to change something. */
export function troubleError(trouble: LdapTrouble, changing: boolean): PanelError {
  const code =
    changing && trouble.mishap !== 'not-opened' ? 'directory-outcome-unknown' : 'directory-unreachable';
  return new PanelError(code, { reason: trouble.message }, trouble);
}

function oneLine(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200);
}
