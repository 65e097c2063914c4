import type { ModuleDoctor } from '../../../core/module/index.js';
import type { JabberSettings } from '../settings.js';
import { certificateCheck } from './certificate.js';
import { dnsCheck } from './dns.js';
import { guardCheck } from './guard.js';
import { livePorts } from './live-ports.js';
import { rivals } from './rivals.js';

/** What may be wrong with the chat, beside its daemons and ports. */
export const doctor: ModuleDoctor<JabberSettings> = {
  checks: [dnsCheck, certificateCheck, guardCheck],
  rivals,
  livePorts,
};
