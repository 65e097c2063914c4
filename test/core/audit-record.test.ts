import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindOfRecord, auditRecordSchema, recordOf, wordsOf } from '../../src/core/audit-record.js';
import { Reader } from '../../src/core/words/reader.js';
import { say } from '../../src/core/words/sentence.js';
import type { AuditRecord } from '../../src/core/ports.js';
import { inEnglish } from '../helpers/in-english.js';

const actor = { who: 'the panel', from: '', session: '' };
const spanish = new Reader({
  catalogue: {
    language: 'es',
    find: (message, context) =>
      ({
        'User {user} added': ['Usuario {user} añadido'],
        'the panel': ['el panel'],
        'an outcome: done': ['hecho'],
        yes: ['sí'],
      })[context === '' ? message : `${context}: ${message}`],
  },
});
const written = recordOf('2026-11-26T12:00:00.000Z', actor, {
  what: say`User ${{ user: 'anna' }} added`,
  before: 'typed',
  after: say`yes`,
});

function inSpanish(record: AuditRecord): readonly string[] {
  const { who, what, before, after, outcome } = wordsOf(record);
  return [who, what, before, after, outcome].map((sentence) => spanish.text(sentence));
}

test('a record has English for programs and grep, and the same as data', () => {
  const { sentences, ...texts } = written;
  assert.deepEqual(texts, {
    when: '2026-11-26T12:00:00.000Z',
    ...actor,
    what: 'User anna added',
    before: 'typed',
    after: 'yes',
    outcome: 'done',
    kind: 'panel',
  });
  assert.deepEqual(inEnglish(sentences), { what: 'User anna added', after: 'yes' });
});

test('who reads it sees his language, after it was stored', () => {
  const read = auditRecordSchema.parse(JSON.parse(JSON.stringify(written)));
  assert.deepEqual(inSpanish(read), ['el panel', 'Usuario anna añadido', 'typed', 'sí', 'hecho']);
});

test('what an older version wrote, and what cannot be read, is shown as it was written', () => {
  const old = {
    ...{ when: '2026-11-22T12:00:00.000Z', who: 'admin', from: '127.0.0.1', session: '1' },
    ...{
      what: 'Jabber: Domain Name noted for the next save',
      before: 'old.lan',
      after: '',
      outcome: 'refused',
    },
  };
  for (const line of [old, { ...old, sentences: { what: { strange: true } } }]) {
    assert.deepEqual(inSpanish(auditRecordSchema.parse(line)), ['admin', old.what, 'old.lan', '', 'refused']);
  }
});

test('what a record of an older version is about is told from its text, and else not told', () => {
  const kindOfText = (what: string, who = 'admin', kind?: string): string =>
    kindOfRecord({
      ...{ when: '2026-11-20T10:00:00.000Z', who, from: '127.0.0.1', session: '1' },
      ...{ what, before: '', after: '', outcome: 'done' },
      ...(kind === undefined ? {} : { kind }),
    });
  for (const [kind, texts] of Object.entries({
    users: [
      'User alice added',
      'User alice deleted',
      'User alice: Last name',
      'User alice: password changed',
      'User alice gets what was kept for the name',
      'Sessions of alice closed',
      'Session alice@chat.lan/phone closed',
      'Data that was kept for the name alice deleted',
    ],
    settings: [
      'Jabber: Domain Name changed in the draft',
      'Jabber: Domain Name noted for the next save',
      'Certificate of Jabber uploaded',
      'Renewing the certificate',
      'Jabber enabled',
      'Jabber turned on',
      'Jabber turned off for the next save',
      'DNS disabled in the draft',
      'What was there already taken over for Jabber',
    ],
    saves: ['Save Changes: Jabber, Domain Name', 'Changes discarded'],
    daemons: ['Router restarted', 'Client connections started again'],
    'sign-in': [
      'Signed in',
      'Signed out',
      'Signed out everywhere',
      'Sign-in',
      'Own password changed',
      'Own session 3 closed',
      'Confirmation by password',
      'Password of the administrator set',
      'Language of the pages changed',
    ],
    '': ['Something that no version wrote'],
  }))
    for (const text of texts) assert.equal(kindOfText(text), kind, text);
  assert.equal(kindOfText('Saving the changes', 'the panel'), 'panel');
  assert.equal(kindOfText('User alice added', 'admin', 'settings'), 'settings');
});
