import { z } from 'zod';

/** The most files of a generation. */
export const MOST_FILES = 2_000;

/** A request that says nothing more than its verb. */
export const none = z.strictObject({});

/** A TCP or UDP port. */
export const port = z.int().min(1).max(65_535);

/** A file's path inside a generation. */
export const path = z.string().min(1).max(400);

/** SHA-256 of a text, in hexadecimal digits. */
export const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** Files that the helper knows, named by the digest of the masked text, each at its own path. */
export const namedFiles = z.array(z.strictObject({ path, digest })).max(MOST_FILES);

/** A module's name. */
export const moduleId = z.string().min(1).max(64);

/** The place of a step, or of a preparation, among those of its module. */
export const index = z.int().min(0).max(99);
