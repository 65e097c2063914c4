export * from '../core/forms/field-view.js';
export * from '../core/forms/focus.js';
export * from '../core/forms/setting-fields.js';
export * from '../core/forms/text-field.js';
