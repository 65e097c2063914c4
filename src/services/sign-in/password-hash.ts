import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Secret } from '../../core/secret.js';

/** A hashed password of the panel's own administrator. */
export interface PasswordHash {
  /** Base64, 16 bytes. */
  readonly salt: string;
  /** Base64, 32 bytes. */
  readonly key: string;
}

export const passwordHashSchema: z.ZodType<PasswordHash> = z.object({ salt: z.base64(), key: z.base64() });

/** OWASP's parameters for scrypt. They need 128 MiB, more than Node allows unless told so. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 192 * 1024 * 1024 } as const;
const KEY_BYTES = 32;

const derive = promisify<Buffer, Buffer, number, typeof cost, Buffer>(scrypt);

/** Hashes a password with a new salt. Takes about half a second and 128 MiB. */
export async function hashPassword(password: Secret): Promise<PasswordHash> {
  const salt = randomBytes(16);
  const key = await derive(bytesOf(password), salt, KEY_BYTES, cost);
  return { salt: salt.toString('base64'), key: key.toString('base64') };
}

/** Whether this is the password. Takes as long as hashing, whatever the answer. */
export async function matchesHash(password: Secret, hash: PasswordHash): Promise<boolean> {
  const key = await derive(bytesOf(password), Buffer.from(hash.salt, 'base64'), KEY_BYTES, cost);
  const expected = Buffer.from(hash.key, 'base64');
  return expected.length === key.length && timingSafeEqual(expected, key);
}

/** A hash that no password matches: to be compared with when there is no such user, so that this takes as long. */
export function hashOfNobody(): PasswordHash {
  return { salt: randomBytes(16).toString('base64'), key: randomBytes(KEY_BYTES).toString('base64') };
}

/** One password, however the browser composed its characters (Unicode NFC, as ASVS and NIST ask). */
function bytesOf(password: Secret): Buffer {
  return Buffer.from(password.reveal().normalize('NFC'), 'utf8');
}
