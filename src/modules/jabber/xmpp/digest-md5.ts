import { createHash, randomBytes } from 'node:crypto';
import { say } from '../../../core/words/sentence.js';
import { Trouble } from '../../../errors.js';

/** Who signs in where, for SASL DIGEST-MD5. */
export interface DigestCredentials {
  readonly user: string;
  readonly password: string;
  /** Service and host: `jabberd-router/jabberd-router`. */
  readonly uri: string;
}

/**
 * The answer to a challenge of SASL DIGEST-MD5 (RFC 2831, 2.1.2), the one mechanism that jabberd2's router takes.
 * @param challenge the server's text, decoded from base64
 * @param clientNonce for tests; random otherwise
 * @throws Error when the challenge has no nonce
 */
export function digestResponse(
  challenge: string,
  { user, password, uri }: DigestCredentials,
  clientNonce = randomBytes(16).toString('hex'),
): string {
  const nonce = directive(challenge, 'nonce');
  if (nonce === null) throw new Trouble(say`The sign-in challenge has no nonce.`);
  const realm = directive(challenge, 'realm') ?? '';
  const count = '00000001';
  const first = md5(
    Buffer.concat([md5(`${user}:${realm}:${password}`), Buffer.from(`:${nonce}:${clientNonce}`)]),
  );
  const second = md5(`AUTHENTICATE:${uri}`);
  const response = md5(
    [first.toString('hex'), nonce, count, clientNonce, 'auth', second.toString('hex')].join(':'),
  ).toString('hex');
  return [
    `username="${user}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `cnonce="${clientNonce}"`,
    `nc=${count}`,
    'qop=auth',
    `digest-uri="${uri}"`,
    `response=${response}`,
    'charset=utf-8',
  ].join(',');
}

function directive(challenge: string, name: string): string | null {
  const match = new RegExp(`(?:^|,)\\s*${name}="([^"]*)"`).exec(challenge);
  return match?.[1] ?? null;
}

function md5(data: string | Buffer): Buffer {
  return createHash('md5').update(data).digest();
}
