import ldapjs from 'ldapjs';
import type { Secret } from '../../core/secret.js';

/**
 * A Password Modify request (RFC 3062). Its kind is hidden from ldapjs, which would make a fresh "success" of any
 * answer to it, a refusal too.
 */
export class PasswordModifyRequest extends ldapjs.ExtendedRequest {
  /** @param name the text of the entry's name */
  constructor(name: string, password: Secret) {
    super({
      requestName: '1.3.6.1.4.1.4203.1.11.1',
      requestValue: { userIdentity: name, newPassword: password.reveal() },
    });
  }

  /** ldapjs reads an answer by the kind of its request. */
  get type(): string {
    return 'PasswordModifyRequest';
  }
}
