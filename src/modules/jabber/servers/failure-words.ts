import { say, type Sentence } from '../../../core/words/sentence.js';

/** What went wrong with another server, as s2s's log tells it apart. */
export type FailureKind =
  | 'unknown-name'
  | 'no-dns'
  | 'refused'
  | 'unreachable'
  | 'no-answer'
  | 'broke'
  | 'stream'
  | 'not-verified-here'
  | 'not-verified-there'
  | 'verification-late'
  | 'not-allowed-out'
  | 'not-allowed-in';

const words: Readonly<Record<FailureKind, Sentence>> = {
  'unknown-name': say`The DNS knows no server of this name.`,
  'no-dns': say`The DNS did not answer in time.`,
  refused: say`The other server refused the connection.`,
  unreachable: say`The other server cannot be reached.`,
  'no-answer': say`The other server did not answer in time.`,
  broke: say`The connection broke.`,
  stream: say`The other server ended the conversation with an error.`,
  'not-verified-here': say`A server that called itself so could not prove it (dialback).`,
  'not-verified-there': say`The other server did not accept this one: it could not verify the domain (dialback).`,
  'verification-late': say`The proof of the domain (dialback) was not finished in time.`,
  'not-allowed-out': say`A message for it was dropped: it is no allowed server.`,
  'not-allowed-in': say`A message from it was dropped: it is no allowed server.`,
};

/** A failure in words. */
export function failureWords(kind: FailureKind): Sentence {
  return words[kind];
}

/** What the reason of an error of a socket, as strerror(3) says it in English, comes to. */
export function socketFailure(reason: string): FailureKind {
  if (reason.startsWith('Connection refused')) return 'refused';
  if (/^(?:No route to host|Network is unreachable)/.test(reason)) return 'unreachable';
  return reason.startsWith('Connection timed out') ? 'no-answer' : 'broke';
}
