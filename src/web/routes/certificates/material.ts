import type { Request } from 'express';
import { z } from 'zod';
import { Secret } from '../../../core/secret.js';
import { PanelError } from '../../../errors.js';
import { PASSPHRASE_FIELD, UPLOAD_FIELD } from '../../../services/certificates/upload-fields.js';
import { fieldOf, sessionOf } from '../../visit.js';

/** The field for a certificate that is pasted. */
export const TEXT_FIELD = 'text';
const KEPT_PASSPHRASE = 'keptPassphrase';

/** What was sent to be the certificate; the parts in base64. */
export interface Material {
  readonly parts: readonly string[];
  readonly passphrase: Secret;
}

/** What was sent now; what was kept of the last attempt when nothing was. In base64. */
export function materialOf(request: Request): Material {
  const text = fieldOf(request, TEXT_FIELD).trim();
  const sent = [...(request.uploads ?? []), Buffer.from(text)].filter((bytes) => bytes.length > 0);
  const typed = fieldOf(request, PASSPHRASE_FIELD);
  const parts =
    sent.length > 0 ? sent.map((bytes) => Buffer.from(bytes).toString('base64')) : keptParts(request);
  const passphrase = typed === '' && sent.length === 0 ? fieldOf(request, KEPT_PASSPHRASE) : typed;
  return { parts, passphrase: new Secret(passphrase) };
}

const keptSchema = z.array(z.string()).max(10);

function keptParts(request: Request): readonly string[] {
  const kept = fieldOf(request, UPLOAD_FIELD);
  if (kept === '') return [];
  try {
    return keptSchema.parse(JSON.parse(kept));
  } catch {
    throw new PanelError('bad-request');
  }
}

/** Keeps what was refused, so that it need not be sent again. Returns under which key; '' when there was nothing. */
export function keep(request: Request, { parts, passphrase }: Material): string {
  if (parts.length === 0) return '';
  return sessionOf(request).keep(
    new Map([
      [UPLOAD_FIELD, new Secret(JSON.stringify(parts))],
      [KEPT_PASSPHRASE, passphrase],
    ]),
  );
}
