import type { Field } from '../core/fields/field.js';
import type { Settings } from '../core/settings.js';

/** Those of the settings that are asked for with these fields. */
export function ofFields(fields: readonly Field[], settings: Settings): Settings {
  return Object.fromEntries(
    Object.entries(settings).filter(([name]) => fields.some((field) => field.name === name)),
  );
}

/** Those of the settings that are not. */
export function notOfFields(fields: readonly Field[], settings: Settings): Settings {
  return Object.fromEntries(
    Object.entries(settings).filter(([name]) => fields.every((field) => field.name !== name)),
  );
}
