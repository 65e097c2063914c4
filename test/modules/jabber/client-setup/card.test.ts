import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CardField, ClientCard } from '../../../../src/core/module/index.js';
import { english } from '../../../../src/core/words/english.js';
import { Languages } from '../../../../src/core/words/languages.js';
import { isSentence, type Sentence } from '../../../../src/core/words/sentence.js';
import { clientCard } from '../../../../src/modules/jabber/client-setup/card.js';
import { linkOf, type SetUp } from '../../../../src/modules/jabber/client-setup/set-up.js';
import { inEnglish } from '../../../helpers/in-english.js';
import { pseudoLanguage } from '../../../helpers/pseudo-language.js';

const setUp: SetUp = {
  userName: 'alice',
  domain: 'chat.lan',
  ssl: 'required',
  port: 15222,
  tlsPort: 15223,
  server: '192.0.2.7',
  rooms: 'conference.chat.lan',
  fingerprint: 'AB:CD',
  isSelfSigned: true,
};

const programOf = (given: Partial<SetUp>, name: string) => {
  const program = clientCard({ ...setUp, ...given }).programs.find((one) => one.name === name);
  assert.ok(program, name);
  return inEnglish(program.parts.map(({ title, fields }) => [title, pairs(fields)]));
};
const pairs = (fields: readonly CardField[]) => fields.map(({ label, value }) => [label, value]);
const mailOf = (given: Partial<SetUp>) =>
  clientCard({ ...setUp, ...given })
    .mail.map((line) => (line === '' ? '' : english(line)))
    .join('\n');

describe('what a user types into a client', () => {
  test('Pidgin has its two tabs, and a second way where the server has TLS', () => {
    assert.deepEqual(programOf({}, 'Pidgin'), [
      [
        'Tab “Basic”',
        [
          ['Protocol', 'XMPP'],
          ['Username', 'alice'],
          ['Domain', 'chat.lan'],
          ['Password', 'the password of this user'],
          ['Local alias', 'the name that contacts are to see'],
        ],
      ],
      [
        'Tab “Advanced”',
        [
          ['Connection security', 'Require encryption'],
          ['Connect port', '15222'],
          ['Connect server', '192.0.2.7'],
        ],
      ],
      [
        'Tab “Advanced”, for direct TLS instead',
        [
          ['Connection security', 'Use old-style SSL'],
          ['Connect port', '15223'],
          ['Connect server', '192.0.2.7'],
        ],
      ],
    ]);
    assert.deepEqual(programOf({ ssl: 'disabled', server: '' }, 'Pidgin'), [
      programAt({}, 0),
      [
        'Tab “Advanced”',
        [
          ['Connection security', 'Use encryption if available'],
          ['Allow plaintext auth over unencrypted streams', 'ticked'],
          ['Connect port', '15222'],
        ],
      ],
    ]);
  });

  const programAt = (given: Partial<SetUp>, index: number): unknown => {
    const parts = programOf(given, 'Pidgin');
    assert.ok(Array.isArray(parts));
    return parts[index];
  };

  test('fields have the names that the programs give them', () => {
    const namesIn = (given: Partial<SetUp>, program: string): string =>
      JSON.stringify(programOf(given, program));
    // Without it Monal refuses a server that takes PLAIN only, whatever the password.
    assert.match(
      namesIn({}, 'Monal'),
      /Add Account \(advanced\)[^]*Allow MITM-prone PLAIN authentication","on"/,
    );
    assert.match(
      namesIn({ ssl: 'disabled' }, 'Swift'),
      /Allow sending password over insecure connection","ticked"/,
    );
    assert.match(namesIn({}, 'Psi'), /Encrypt connection","Direct TLS"/);
  });

  test('each program is told the ports of this machine, and none of direct TLS where there is none', () => {
    const all = JSON.stringify(inEnglish(clientCard(setUp)));
    for (const name of ['Pidgin', 'Gajim', 'Dino', 'Psi', 'Swift', 'Conversations', 'Monal'])
      assert.match(all, new RegExp(`"name":"${name}"`));
    assert.match(all, /AB:CD/);
    const unencrypted = JSON.stringify(inEnglish(clientCard({ ...setUp, ssl: 'disabled', fingerprint: '' })));
    assert.doesNotMatch(unencrypted, /15223|AB:CD/);
    assert.match(unencrypted, /can be read on the network/);
    assert.match(unencrypted, /This client connects only to servers that encrypt/);
  });

  test('the mail has the address, both ports and the fingerprint, and no password', () => {
    const mail = mailOf({});
    for (const part of ['alice@chat.lan', '192.0.2.7', '15222', '15223', 'conference.chat.lan', '\nAB:CD'])
      assert.ok(mail.includes(part), part);
    assert.doesNotMatch(mailOf({ ssl: 'disabled', fingerprint: '' }), /15223|fingerprint/);
  });

  test('the link has only characters that a link can have', () => {
    assert.equal(
      linkOf({ userName: 'anna maría', domain: 'bücher.lan' }),
      'xmpp:anna%20mar%C3%ADa@xn--bcher-kva.lan',
    );
  });

  test('the QR code is of the link alone, small enough for any camera', () => {
    const { code } = clientCard(setUp);
    assert.deepEqual(code, clientCard({ ...setUp, ssl: 'disabled', port: 1, fingerprint: '' }).code);
    assert.notDeepEqual(code, clientCard({ ...setUp, userName: 'bob' }).code);
    assert.ok(code.size >= 21 && code.size <= 33, String(code.size));
    assert.match(code.path, /^[MLHVZmlhvz\d\s,-]+$/);
  });

  test('what the user types is the same in every language, and all other words are translated', () => {
    const reader = new Languages([pseudoLanguage('en-XA')]).reader('en-XA');
    for (const ssl of ['required', 'optional', 'disabled'] as const)
      for (const word of wordsOf(clientCard({ ...setUp, ssl, fingerprint: '' })))
        assert.match(reader.text(word), /⟦.*⟧/);
  });
});

function wordsOf({ fields, notes, programs, mail }: ClientCard): readonly Sentence[] {
  const ofFields = (some: readonly CardField[]) =>
    some.flatMap(({ label, value }) => (isSentence(value) ? [label, value] : [label]));
  return [
    ...ofFields(fields),
    ...notes,
    ...mail.filter((line) => line !== ''),
    ...programs.flatMap((program) => [
      program.systems,
      ...program.notes,
      ...program.parts.flatMap((part) => [part.title, ...ofFields(part.fields)]),
    ]),
  ];
}
