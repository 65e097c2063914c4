import type { LogPeer } from '../../core/module/index.js';
import { say, verbatim, type Sentence } from '../../core/words/sentence.js';
import { explainLog } from './log-sentences.js';

/** `::ffff:192.0.2.1` is an address of IPv4 (RFC 4291, 2.5.5.2). */
export const addressOf = (address: string): string => address.replace(/^::ffff:(?=[\d.]+$)/, '');
const userOf = (jid: string): string => jid.slice(0, Math.max(0, jid.indexOf('@')));
const deviceOf = (jid: string): string => jid.split('/').slice(1).join('/');

type Tell = readonly [RegExp, (...parts: readonly string[]) => Sentence];

/** The first of these that fits says what a line means. */
function told(tells: readonly Tell[]): (line: string) => Sentence | null {
  return (line) => {
    for (const [pattern, words] of tells) {
      const found = pattern.exec(line);
      if (found !== null) return words(...found.slice(1).map((part) => part));
    }
    return explainLog([line]);
  };
}

/*
 * All of these hold the whole beginning of a line: behind `jid=` stands what a client calls its device, which may be any
 * text, another line's too.
 */

/** What each of jabberd2's daemons says at its beginning and its end. */
const ofEach: readonly Tell[] = [
  [/^\[\w+\] starting up/, () => say`The daemon starts.`],
  [/^\[\w+\] shutting down$/, () => say`The daemon stops.`],
  [/^\[\w+\] connection to router established$/, () => say`It is connected to the router.`],
  [/^\[\w+\] connection to router closed$/, () => say`It has lost the router.`],
];

/** c2s/c2s.c and c2s/authreg.c, jabberd2 2.7.0. */
export const c2sTells = told([
  [
    /^\[\w+\] \[\d+\] PLAIN authentication succeeded: (\S+)@\S+ (\S+):\d+ ?(TLS)?$/,
    (user = '', address = '', tls = '') =>
      tls === ''
        ? say`${{ user }} signed in from ${{ address: addressOf(address) }}, without encryption.`
        : say`${{ user }} signed in from ${{ address: addressOf(address) }}.`,
  ],
  [
    /^\[\w+\] \[\d+\] bound: jid=(\S+)$/,
    (jid = '') => say`${{ user: userOf(jid) }} is connected with the device “${{ device: deviceOf(jid) }}”.`,
  ],
  [
    /^\[\w+\] \[\d+\] \[([^\],]+), port=\d+\] disconnect jid=unbound,/,
    (address = '') => say`The connection from ${{ address: addressOf(address) }} ended, without a session.`,
  ],
  [
    /^\[\w+\] \[\d+\] \[[^\],]+, port=\d+\] disconnect jid=(\S+), packets/,
    (jid = '') => say`${{ user: userOf(jid) }} disconnected the device “${{ device: deviceOf(jid) }}”.`,
  ],
  [
    /^\[\w+\] \[\d+\] \[([^\],]+), port=\d+\] connect$/,
    (address = '') => say`A client connected from ${{ address: addressOf(address) }}.`,
  ],
  [/^\[\w+\] ready for connections$/, () => say`The daemon is ready.`],
  ...ofEach,
]);

/** sm/user.c and sm/sess.c. */
export const smTells = told([
  [
    /^\[\w+\] created user: jid=(\S+)$/,
    (jid = '') => say`The server keeps an account for ${{ user: userOf(jid) }} now.`,
  ],
  [/^\[\w+\] session started: jid=(\S+)$/, (jid = '') => say`A session of ${{ user: userOf(jid) }} began.`],
  [
    /^\[\w+\] session replaced: jid=(\S+)$/,
    (jid = '') => say`A session of ${{ user: userOf(jid) }} was replaced by a new one of the same device.`,
  ],
  [/^\[\w+\] session ended: jid=(\S+)$/, (jid = '') => say`A session of ${{ user: userOf(jid) }} ended.`],
  [/^\[\w+\] sm ready for sessions$/, () => say`The daemon is ready.`],
  ...ofEach,
]);

/** s2s/main.c, s2s/in.c and s2s/out.c. */
export const s2sTells = told([
  [
    /^\[\w+\] \[\d+\] \[([^\],]+), port=\d+\] incoming connection$/,
    (address = '') => say`Another server connected from ${{ address: addressOf(address) }}.`,
  ],
  [
    /^\[\w+\] sending a packet to domain not in the whitelist (\S+), dropping it$/,
    (domain = '') => say`Something for ${{ domain }} was dropped: it is no allowed server.`,
  ],
  [
    /^\[\w+\] received a packet not from a whitelisted domain (\S+), dropping it$/,
    (domain = '') => say`Something from ${{ domain }} was dropped: it is no allowed server.`,
  ],
  [
    /^\[\w+\] dns lookup for (\S+) failed$/,
    (domain = '') => say`The DNS does not know the server ${{ domain }}.`,
  ],
  [/^\[\w+\] ready for connections$/, () => say`The daemon is ready.`],
  ...ofEach,
]);

/** router/router.c. */
export const routerTells = told([
  [/^\[\w+\] \[(\S+)\] online \(bound/, (name = '') => say`${{ name }} is connected to the router.`],
  [/^\[\w+\] \[(\S+)\] offline$/, (name = '') => say`${{ name }} has left the router.`],
  ...ofEach,
]);

/** Why a sign-in was refused, as sign-in/password-check.ts writes it down. */
const reasons: Readonly<Record<string, Sentence>> = {
  'wrong password': say`wrong password`,
  'the same wrong password as before': say`the same wrong password as before`,
  'no enabled account of this name': say`there is no enabled account of this name`,
  'this is not a user name': say`this is not a user name`,
  'it is for another domain': say`it is for another domain`,
};

/** Why a sign-in was refused, in words. */
export function refusalWords(reason: string): Sentence {
  return reasons[reason] ?? verbatim(reason);
}

/** The lines of the chat sign-in. */
export const signInTells = told([
  [
    /^info refused "((?:[^"\\]|\\.)*)": (.*)$/,
    (user = '', reason = '') => say`${{ user }} was refused: ${{ reason: refusalWords(reason) }}.`,
  ],
  [/^info answering for (\S+)$/, (domain = '') => say`The daemon is ready, for ${{ domain }}.`],
]);

const peer =
  /^\[\w+\] (?:\[\d+\] )?\[([^\],]+), port=(\d+)\] (?:connect$|disconnect|incoming|authenticated as)/;

/** The other end of a connection, as all of jabberd2's daemons write it. */
export function peerIn(line: string): LogPeer | null {
  const [, address, port] = peer.exec(line) ?? [];
  return address === undefined ? null : { address: addressOf(address), port: Number(port) };
}

/** A sign-in that the panel tried out: nobody else gets a one-time password. What was refused may be anybody's. */
export function isSignInLook(line: string): boolean {
  return /^\[\w+\] \[\d+\] PLAIN authentication succeeded: ~[0-9a-f]{32}@/.test(line);
}
