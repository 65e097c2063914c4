/** What the system's error codes say, in plain words. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  ENOENT: 'there is nobody who listens',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ENOTFOUND: 'the name does not resolve',
  ETIMEDOUT: 'no answer',
};

/** A socket's error in plain words, the system's own as its cause. */
export function plainReason(error: Error): Error {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return new Error(REASONS[code] ?? error.message, { cause: error });
}
