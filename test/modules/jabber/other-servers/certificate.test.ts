import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PeerCertificate } from '../../../../src/core/ports.js';
import { english } from '../../../../src/core/words/english.js';
import { certificateFindings } from '../../../../src/modules/jabber/servers/test/certificate.js';

const NOW = new Date('2026-11-26T12:00:00Z');

/** What is said of name, dates and issuer. */
function said(changed: Partial<PeerCertificate>, domain = 'friends.example'): readonly string[] {
  const certificate: PeerCertificate = {
    subject: 'CN=friends.example',
    names: ['friends.example'],
    fingerprint: '',
    validFrom: new Date('2026-11-01T00:00:00Z'),
    validTo: new Date('2027-01-01T00:00:00Z'),
    issuer: 'CN=Some Authority',
    refusal: '',
    distrust: '',
    ...changed,
  };
  return certificateFindings(certificate, domain, NOW).map(
    ({ verdict, sentence }) => `${verdict}: ${english(sentence)}`,
  );
}

test('name, dates and issuer of a certificate are told apart', () => {
  const good = said({});
  assert.deepEqual(
    good.map((line) => line.slice(0, 3)),
    ['ok:', 'ok:', 'ok:'],
  );
  const expired = said({ validTo: new Date('2026-11-25T00:00:00Z'), distrust: 'CERT_HAS_EXPIRED' });
  assert.match(expired[1] ?? '', /^warning: The certificate expired on 25 Nov 2026\.$/);
  assert.deepEqual([expired[0], expired[2]], [good[0], good[2]]);
  const early = said({ validFrom: new Date('2026-12-24T00:00:00Z'), distrust: 'CERT_NOT_YET_VALID' });
  assert.match(early[1] ?? '', /^warning: The certificate is not valid before /);
  const other = said({ names: ['else.example'], distrust: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  assert.equal(other[0], 'warning: The certificate is not for friends.example, but for else.example.');
  assert.equal(other[2], good[2]);
  const unknown = said({ distrust: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' });
  assert.match(unknown[2] ?? '', /^warning: .*CN=Some Authority, which this machine does not know/);
  const unreadable = said({ validFrom: new Date(NaN), validTo: new Date(NaN) });
  assert.deepEqual([unreadable[0], unreadable[2]], [good[0], good[2]]);
  assert.equal(unreadable[1], 'warning: The certificate has no readable dates.');
  assert.equal(said({ validTo: new Date(NaN) })[1], unreadable[1]);
  const own = said({ issuer: 'CN=friends.example', distrust: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  assert.equal(own[2], 'warning: The certificate is self-signed.');
});

test('a wildcard stands for one label', () => {
  const names = ['*.friends.example'];
  assert.match(said({ names }, 'chat.friends.example')[0] ?? '', /^ok: /);
  assert.match(said({ names }, 'a.b.friends.example')[0] ?? '', /^warning: /);
  assert.match(said({ names }, 'friends.example')[0] ?? '', /^warning: /);
  assert.match(said({ names: ['*.xn--bcher-kva.example'] }, 'chat.bücher.example')[0] ?? '', /^ok: /);
});

test('what a stranger writes into a certificate is shown readable', () => {
  const issuer = `CN=A\u202eB${'x'.repeat(1000)}`;
  const [, , line = ''] = said({ issuer });
  assert.match(line, /CN=A\ufffdBx+…/);
  assert.ok(line.length < 300);
});
