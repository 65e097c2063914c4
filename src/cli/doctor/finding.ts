export * from '../../core/finding.js';
