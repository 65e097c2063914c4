import { z } from 'zod';
import { settingsSchema as settings } from '../setting-value.js';
import { index, moduleId } from './forms.js';
import { nothing, QUICK, SLOW, verb } from './verb.js';

/** The steps of enabling a module, and what a module prepares before its files are active. */
export const moduleStepVerbs = {
  'module.step-needed': verb(QUICK, z.strictObject({ module: moduleId, step: index }), z.boolean()),
  'module.step-run': verb(SLOW, z.strictObject({ module: moduleId, step: index, settings }), nothing),
  'module.step-undo': verb(SLOW, z.strictObject({ module: moduleId, step: index }), nothing),
  'module.step-settle': verb(QUICK, z.strictObject({ module: moduleId, step: index }), nothing),
  'module.preparation-needed': verb(
    QUICK,
    z.strictObject({ module: moduleId, preparation: index, settings, before: settings.nullable() }),
    z.boolean(),
  ),
  'module.preparation-run': verb(
    SLOW,
    z.strictObject({ module: moduleId, preparation: index, settings, before: settings.nullable() }),
    nothing,
  ),
};
