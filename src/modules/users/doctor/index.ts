import type { ModuleDoctor } from '../../../core/module/index.js';
import { directoryCheck } from './directory.js';

const OFF = 'When nothing else on this machine needs it: systemctl disable --now slapd.service.';

/** What may be wrong with the directory, beside its daemon. */
export const doctor: ModuleDoctor<unknown> = {
  checks: [directoryCheck],
  rivals: [{ program: 'slapd', kind: 'directory', stop: OFF, whenOpen: OFF }],
};
