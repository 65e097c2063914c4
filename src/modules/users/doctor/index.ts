import type { ModuleDoctor } from '../../../core/module/index.js';
import { say } from '../../../core/words/sentence.js';
import { directoryCheck } from './directory.js';

const OFF = say`If nothing else on this machine needs it, run: systemctl disable --now slapd.service.`;

/** What may be wrong with the directory, beside its daemon. */
export const doctor: ModuleDoctor<unknown> = {
  checks: [directoryCheck],
  rivals: [{ program: 'slapd', kind: say`directory`, stop: OFF, whenOpen: OFF }],
};
