import { say, type Sentence, verbatim } from '../core/words/sentence.js';
import { Trouble } from '../errors.js';
/** What the system's error codes mean. */
const REASONS: Readonly<Record<string, Sentence>> = {
  ECONNREFUSED: say`The connection was refused.`,
  ECONNRESET: say`The connection was reset.`,
  EPIPE: say`The connection was closed.`,
  ENOENT: say`No program listens there.`,
  EHOSTUNREACH: say`The host cannot be reached.`,
  ENETUNREACH: say`The network cannot be reached.`,
  ENOTFOUND: say`The name does not resolve.`,
  ETIMEDOUT: say`There was no answer.`,
};

/** A socket's error as a sentence, with the system's own error as its cause. */
export function plainReason(error: Error): Trouble {
  if (error instanceof Trouble) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return new Trouble(REASONS[code] ?? verbatim(error.message), error);
}
