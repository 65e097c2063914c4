export * from '../core/shell/handle.js';
