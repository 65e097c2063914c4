import { z } from 'zod';
import { sentenceSchema } from '../words/sentence-schema.js';
import { digest } from './forms.js';
import { nothing, QUICK, SLOW, verb } from './verb.js';

/** A name as the DNS writes it (RFC 1123). It becomes part of a path. */
const host = z
  .string()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
const hosts = z.array(host).max(20).readonly();
const absolutePath = z.string().max(4_096);
const certificateSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('own'), domain: host }),
  z.strictObject({ kind: z.literal('uploaded'), id: digest }),
  z.strictObject({ kind: z.literal('files'), certificate: absolutePath, key: absolutePath }),
]);
const certificateProblems = z
  .array(
    z.strictObject({
      code: z.enum([
        'missing',
        'unreadable',
        'not-allowed',
        'untrusted',
        'not-understood',
        'no-certificate',
        'no-key',
        'passphrase-missing',
        'passphrase-wrong',
        'key-mismatch',
        'key-weak',
        'signature-weak',
        'not-for-servers',
        'issuer-unfit',
        'not-servable',
      ]),
      detail: z.string(),
      reason: sentenceSchema.optional(),
    }),
  )
  .readonly();
const certificateReport = z.strictObject({
  facts: z
    .strictObject({
      subject: z.string(),
      issuer: z.string(),
      names: z.array(z.string()).readonly(),
      validFrom: z.string(),
      validTo: z.string(),
      fingerprint: z.string(),
      key: z.string(),
      isSelfSigned: z.boolean(),
    })
    .nullable(),
  uncovered: z.array(z.string()).readonly(),
  trust: z.enum(['authority', 'self-signed', 'unknown']),
  missingIssuer: z.string(),
  issuerAddress: z.string(),
  leftOut: z.array(sentenceSchema).readonly(),
  isForPanel: z.boolean(),
  problems: certificateProblems,
});

/** Certificates and their keys. */
export const certificateVerbs = {
  /** The key is masked. Of files only what root allowed is opened. */
  'certificate.read': verb(
    QUICK,
    z.strictObject({ source: certificateSource, reader: z.enum(['daemons', 'panel']) }),
    z.string().nullable(),
  ),
  'certificate.examine': verb(QUICK, z.strictObject({ source: certificateSource, hosts }), certificateReport),
  'certificate.make': verb(SLOW, z.strictObject({ domain: host, hosts }), nothing),
  /** `parts` are in base64. The key goes in here, and never comes out. */
  'certificate.keep': verb(
    SLOW,
    z.strictObject({ parts: z.array(z.base64()).max(20).readonly(), passphrase: z.string() }),
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('kept'), id: digest }),
      z.strictObject({ kind: z.literal('refused'), problems: certificateProblems }),
    ]),
  ),
  'certificate.forget': verb(QUICK, z.strictObject({ id: digest }), nothing),
};
