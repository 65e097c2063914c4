import { settingsSchema, type Settings } from '../core/setting-value.js';
import { PanelError } from '../errors.js';
import { fieldOf } from './visit.js';
import type { Request } from 'express';

/** The field with what a form showed at first, so that what nobody touched is known when it comes back. */
export const BASE_FIELD = '_base';

/** What the form showed of a module's settings; null when it does not say. Throws `bad-request`. */
export function baseSettings(request: Request): Settings | null {
  const text = fieldOf(request, BASE_FIELD);
  if (text === '') return null;
  try {
    return settingsSchema.parse(JSON.parse(text));
  } catch {
    throw new PanelError('bad-request');
  }
}
