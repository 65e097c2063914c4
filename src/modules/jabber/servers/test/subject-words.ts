import { say, verbatim, type Sentence } from '../../../../core/words/sentence.js';

const words: Readonly<Record<string, Sentence>> = {
  allowed: say`Allowed servers`,
  records: say`DNS record`,
  addresses: say`Addresses`,
  connection: say`Connection`,
  stream: say`Chat server`,
  encryption: say`Encryption`,
  'certificate-name': say`Name in the certificate`,
  'certificate-dates': say`Dates of the certificate`,
  'certificate-issuer': say`Issuer of the certificate`,
  dialback: say`Proof of the domain (dialback)`,
  answer: say`Messages there and back`,
  test: say`Test`,
};

/** What a step of a test looked at. */
export function subjectWords(subject: string): Sentence {
  return words[subject] ?? verbatim(subject);
}
