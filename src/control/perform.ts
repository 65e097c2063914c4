export * from '../core/shell/perform.js';
