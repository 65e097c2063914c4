import { z } from 'zod';
import type { Document } from '../../core/ports.js';
import type { Secret } from '../../core/secret.js';
import { hashPassword, passwordHashSchema } from './password-hash.js';

/** The name of the panel's own administrator. He does not live in the directory: he can sign in when that is down. */
export const ADMINISTRATOR = 'admin';

const schema = z.object({ name: z.string(), password: passwordHashSchema });

/** Who may sign in to the panel. */
export type Administrator = z.infer<typeof schema>;

/**
 * Reads the administrator, or null when there is none yet. It is read whenever it is needed: `npm run admin-password`
 * writes it behind the back of a running panel. Throws when the document is damaged.
 */
export async function readAdministrator(document: Document): Promise<Administrator | null> {
  const stored = await document.read();
  return stored === null ? null : schema.parse(stored);
}

/** Makes this the administrator's password. Takes about half a second and 128 MiB. */
export async function writeAdministrator(document: Document, password: Secret): Promise<void> {
  await document.write({ name: ADMINISTRATOR, password: await hashPassword(password) });
}

/** What tells this password from any other that there was, and nothing else of it: every hash has a salt of its own. */
export function passwordMark(administrator: Administrator | null): string {
  return administrator?.password.salt ?? '';
}
