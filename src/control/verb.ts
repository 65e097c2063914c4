export * from '../core/shell/verb.js';
