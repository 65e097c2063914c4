import { createHmac, randomBytes } from 'node:crypto';
import type { Secret } from '../../../core/secret.js';

/** What a password looks like at a certain state of the entry; says nothing without this process's key. */
export type Fingerprint = string;

/** Makes fingerprints under a key that only this process has, and only in memory. */
export function createFingerprints(): (password: Secret, entryCsn: string) => Fingerprint {
  const key = randomBytes(32);
  return (password, entryCsn) =>
    createHmac('sha256', key).update(`${entryCsn}\0${password.reveal()}`, 'utf8').digest('base64');
}
