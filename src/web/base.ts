import { z } from 'zod';
import { settingsSchema, type Settings } from '../core/setting-value.js';
import type { UserValues } from '../core/people/user-values.js';
import { PanelError } from '../errors.js';
import { fieldOf } from './visit.js';
import type { Request } from 'express';

/** The field with what a form showed at first, so that what nobody touched is known when it comes back. */
export const BASE_FIELD = '_base';

const userSchema = z.object({ own: settingsSchema, accounts: z.record(z.string(), settingsSchema) });

/** What the form showed of a module's settings; null when it does not say. Throws `bad-request`. */
export function baseSettings(request: Request): Settings | null {
  return read(request, settingsSchema);
}

/** What the form showed of a user; null when it does not say. Throws `bad-request`. */
export function baseUser(request: Request): UserValues | null {
  return read(request, userSchema);
}

function read<T>(request: Request, schema: z.ZodType<T>): T | null {
  const text = fieldOf(request, BASE_FIELD);
  if (text === '') return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new PanelError('bad-request');
  }
}
