import type { z } from 'zod';
import { certificateVerbs } from './helper-verbs/certificate.js';
import { configurationVerbs } from './helper-verbs/configuration.js';
import { daemonVerbs } from './helper-verbs/daemon.js';
import { machineVerbs } from './helper-verbs/machine.js';
import { moduleStepVerbs } from './helper-verbs/module-steps.js';
import { moduleVerbs } from './helper-verbs/module.js';
import { portVerbs } from './helper-verbs/port.js';
import { secretVerbs } from './helper-verbs/secret.js';
import type { Verb } from './helper-verbs/verb.js';

export { answerSchema, LONGEST_REQUEST, requestSchema, type HelperAnswer } from './helper-verbs/messages.js';

const table = {
  ...machineVerbs,
  ...moduleVerbs,
  ...moduleStepVerbs,
  ...configurationVerbs,
  ...daemonVerbs,
  ...portVerbs,
  ...certificateVerbs,
  ...secretVerbs,
};

/** The name of a verb. */
export type VerbName = keyof typeof table;

/** What is asked with each verb, and what is answered to it. */
interface Exchanges {
  readonly request: { readonly [V in VerbName]: z.output<(typeof table)[V]['request']> };
  readonly answer: { readonly [V in VerbName]: z.output<(typeof table)[V]['answer']> };
}

/** What is asked with a verb. */
export type RequestOf<V extends VerbName> = Exchanges['request'][V];

/** What is answered to it. */
export type AnswerOf<V extends VerbName> = Exchanges['answer'][V];

/**
 * All that the panel may ask of its helper. No path that leads anywhere, no unit, no argument and no content of a file
 * travels in: a request names a module, the index of one of its steps, settings (which the module's own schema checks),
 * a generation's number, a declared daemon, or a file of a generation. The exceptions are certificates: they are uploaded,
 * or files are named that root has allowed (core/allowed-certificates.ts). Texts travel out with secrets and keys masked.
 */
export const verbs: { readonly [V in VerbName]: Verb<RequestOf<V>, AnswerOf<V>> } = table;
