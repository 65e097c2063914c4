export * from '../core/shell/refusal.js';
