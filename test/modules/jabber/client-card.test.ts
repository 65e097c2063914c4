import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Languages } from '../../../src/core/words/languages.js';
import { isSentence } from '../../../src/core/words/sentence.js';
import { jabberClientCard } from '../../../src/modules/jabber/client-card.js';
import { settingsForm } from '../../../src/modules/jabber/settings.js';
import { inEnglish } from '../../helpers/in-english.js';
import { pseudoLanguage } from '../../helpers/pseudo-language.js';

const ports = { client: 5222, clientTls: 5223, server: 5269, router: 5347 };
const card = (ssl: 'required' | 'optional' | 'disabled') =>
  jabberClientCard('alice', { ...settingsForm.defaults, domain: 'chat.lan', muc: true, ssl }, ports);

test('the card names Pidgin’s choices, with a second way where the server has TLS', () => {
  assert.deepEqual(inEnglish(card('required').ways), [
    {
      title: 'Connection',
      fields: [
        { label: 'Connection security', value: 'Require encryption (STARTTLS)' },
        { label: 'Connect port', value: '5222' },
      ],
    },
    {
      title: 'Or, in clients that want direct TLS',
      fields: [
        {
          label: 'Connection security',
          value: 'Use old-style SSL (in older clients: Require SSL/TLS, Force old SSL)',
        },
        { label: 'Connect port', value: '5223' },
      ],
    },
  ]);
  const plain = card('disabled');
  assert.equal(plain.ways.length, 1);
  assert.match(JSON.stringify(inEnglish(plain.notes)), /send the password unencrypted/);
});

test('what the user types is the same in every language, and all other words are translated', () => {
  const reader = new Languages([pseudoLanguage('en-XA')]).reader('en-XA');
  const { fields, ways, notes } = card('optional');
  const all = [...fields, ...ways.flatMap((way) => way.fields)];
  const words = [
    ...all.flatMap(({ label, value }) => (isSentence(value) ? [label, value] : [label])),
    ...ways.map(({ title }) => title),
    ...notes,
  ];
  for (const word of words) assert.match(reader.text(word), /^⟦.*⟧$/);
  assert.deepEqual(
    all.flatMap(({ value }) => (isSentence(value) ? [] : [value])),
    ['XMPP', 'alice', 'chat.lan', 'alice@chat.lan', 'conference.chat.lan', '5222', '5223'],
  );
});
