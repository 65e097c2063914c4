import { say, type Sentence } from '../../../core/words/sentence.js';

/** The conditions of stream errors (RFC 6120, 4.9.3). */
const CONDITIONS = new Set([
  ...['bad-format', 'bad-namespace-prefix', 'conflict', 'connection-timeout', 'host-gone', 'host-unknown'],
  ...['improper-addressing', 'internal-server-error', 'invalid-from', 'invalid-namespace', 'invalid-xml'],
  ...['not-authorized', 'not-well-formed', 'policy-violation', 'remote-connection-failed', 'reset'],
  ...['resource-constraint', 'restricted-xml', 'see-other-host', 'system-shutdown', 'undefined-condition'],
  ...['unsupported-encoding', 'unsupported-feature', 'unsupported-stanza-type', 'unsupported-version'],
]);

/** Why a stream ended. @param condition of the stream error, where there was one: any text that a stranger chose */
export function endedBecause(condition = ''): Sentence {
  return CONDITIONS.has(condition)
    ? say`The server closed the stream (${{ condition }}).`
    : say`The server closed the stream.`;
}
