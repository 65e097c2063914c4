import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { Secret } from '../../src/core/secret.js';
import { masked } from '../../src/helper/masking.js';

const key = (body: string): string => `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----`;
const secrets = new Map([
  ['router-sm', new Secret('00112233445566778899aabbccddeeff')],
  ['router-component', new Secret('0011223344556677')],
]);

test('secrets are shown by their names, and keys by their digest', () => {
  const text = `<secret>00112233445566778899aabbccddeeff</secret>\n${key('MIIB')}\n<id>x</id> 0011223344556677`;
  const digest = createHash('sha256').update(key('MIIB')).digest('hex');
  assert.equal(
    masked(text, secrets),
    `<secret>{secret router-sm}</secret>\n{private key sha256:${digest}}\n<id>x</id> {secret router-component}`,
  );
});

test('two texts that differ are masked differently, whatever they look like, and no secret is left', () => {
  const piece = fc.constantFrom(
    ...['{', '}', '{secret ', 'secret router-sm}', '{brace}', '{private key ', 'x', '\n'],
    ...[...secrets.values()].map((secret) => secret.reveal()),
    ...[key('MIIA'), key('MIIB')],
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  const keys = new Map(
    [key('MIIA'), key('MIIB')].map((pem) => [createHash('sha256').update(pem).digest('hex'), pem]),
  );
  const unmasked = (shown: string): string =>
    shown.replace(
      /\{brace\}|\{secret ([a-z-]+)\}|\{private key sha256:([0-9a-f]{64})\}/g,
      (_mask, name: string | undefined, digest: string | undefined) =>
        (name === undefined ? keys.get(digest ?? '') : secrets.get(name)?.reveal()) ?? '{',
    );
  fc.assert(
    fc.property(text, (original) => {
      const shown = masked(original, secrets);
      assert.equal(unmasked(shown), original);
      for (const secret of secrets.values()) assert.ok(!shown.includes(secret.reveal()));
      assert.ok(!shown.includes('MII'));
    }),
    { numRuns: 5_000 },
  );
});
