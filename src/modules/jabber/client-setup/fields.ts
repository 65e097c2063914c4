import type { CardField } from '../../../core/module/index.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import { addressOf, type SetUp } from './set-up.js';

/** The password is on no card. */
export const PASSWORD: CardField = { label: say`Password`, value: say`the password of this user` };

/** A field with what is typed there, for {@link partOf}. */
export function field(label: Sentence, value: string | Sentence | number): CardField {
  return { label, value: typeof value === 'number' ? String(value) : value };
}

/** A field that is filled in only where the value is known. */
export function fieldIf(label: Sentence, value: string): readonly CardField[] {
  return value === '' ? [] : [{ label, value }];
}

/** The address and the password, which most programs ask first. */
export function signIn(label: Sentence, setUp: SetUp): readonly CardField[] {
  return [field(label, addressOf(setUp)), PASSWORD];
}

/** Said of programs that refuse a server without encryption. */
export const NEEDS_ENCRYPTION = say`This client connects only to servers that encrypt. SSL Support is disabled here, so it cannot connect.`;

/** Said of programs that take no certificate but those of authorities that the device knows. */
export const NEEDS_AUTHORITY = say`This client refuses a self-signed certificate. It connects when the device trusts the certificate, or when the server has one from a certificate authority.`;
