import { z } from 'zod';
import { settingValueSchema } from '../../core/setting-value.js';
import { changeSchema, verb } from '../../core/shell/verb.js';
import { sentenceOrNone, sentenceSchema } from '../../core/words/sentence-schema.js';

/** Whose certificate; null where only one module has one. */
const module = z.string().nullable();

/** What is served, what lies on the disk, and where it comes from. */
export const certificatesVerb = verb(
  'certificates',
  z.strictObject({ module }),
  z.object({
    module: sentenceSchema,
    enabled: z.boolean(),
    settings: z.array(
      z.object({
        name: z.string(),
        label: sentenceSchema,
        value: settingValueSchema,
        saved: settingValueSchema,
        choices: z.array(z.string()),
      }),
    ),
    /** What the live files show; null when there is none. */
    inForce: z
      .object({
        subject: z.string(),
        issuer: z.string(),
        names: z.array(z.string()),
        validFrom: z.string(),
        validTo: z.string(),
        fingerprint: z.string(),
        key: z.string(),
        isSelfSigned: z.boolean(),
      })
      .nullable(),
    served: z.array(
      z.object({
        where: sentenceSchema,
        /** SHA-256, or '' when none is shown. */
        fingerprint: z.string(),
        isInForce: z.boolean(),
        reason: sentenceOrNone,
      }),
    ),
    /** Why the certificate that the draft names cannot be used, by setting. */
    refusals: z.record(z.string(), sentenceSchema),
    /** What became of the active file since it was written, or `''`. */
    trouble: sentenceOrNone,
    advice: z.array(sentenceSchema),
    /** What takes effect at the quiet time, or `''`. */
    renewal: sentenceOrNone,
  }),
);

/** Puts settings about the certificate into the draft. */
export const setCertificatesVerb = verb(
  'certificates/set',
  z.strictObject({ module, values: z.record(z.string(), z.string()) }),
  changeSchema,
);

/** Keeps what was uploaded, and names it in the draft. */
export const uploadCertificateVerb = verb(
  'certificates/upload',
  z.strictObject({ module, parts: z.array(z.base64()).max(10), passphrase: z.string().max(1000) }),
  changeSchema,
);

/** Makes a new one active now. */
export const renewCertificateVerb = verb(
  'certificates/renew',
  z.strictObject({ module, yes: z.boolean() }),
  changeSchema,
);
