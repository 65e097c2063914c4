import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../../../src/core/words/english.js';
import { englishOnly, Languages, localeWishes, wishesOf } from '../../../src/core/words/languages.js';
import { pluralForms } from '../../../src/core/words/formats.js';
import { Reader, type Catalogue } from '../../../src/core/words/reader.js';
import { sentenceSchema, writtenSentence } from '../../../src/core/words/sentence-schema.js';
import {
  allOf,
  anyOf,
  many,
  moment,
  passage,
  quantity,
  say,
  sayOf,
  verbatim,
  type Message,
} from '../../../src/core/words/sentence.js';
import { heard, told } from '../../../src/core/words/told.js';

function people(count: number): Message {
  return many(count, say`One person is online.`, say`${{ count: quantity(count) }} people are online.`);
}

function catalogue(language: string, texts: Readonly<Record<string, readonly string[]>>): Catalogue {
  return { language, find: (message, context) => texts[context === '' ? message : `${context}: ${message}`] };
}

const spanish = new Reader({
  zone: 'Europe/Madrid',
  now: () => Date.parse('2026-11-26T12:00:00Z'),
  catalogue: catalogue('es', {
    'The domain {domain} is served.': ['Se sirve el dominio {domain}.'],
    'One person is online.': ['Hay una persona conectada.', 'Hay {count} personas conectadas.'],
    'a module: Enabled': ['Activado'],
  }),
});

test('a message is its English with named places, and its values', () => {
  const sentence = say`The domain ${{ domain: 'school.lan' }} is served.`;
  assert.deepEqual(sentence, {
    message: 'The domain {domain} is served.',
    values: { domain: 'school.lan' },
  });
  assert.equal(english(sentence), 'The domain school.lan is served.');
  assert.equal(spanish.text(sentence), 'Se sirve el dominio school.lan.');
});

test('what is not translated is shown in English, never as a key', () => {
  assert.equal(spanish.text(say`Nothing is pending.`), 'Nothing is pending.');
  assert.equal(spanish.text(say`Enabled`), 'Enabled');
  assert.equal(spanish.text(sayOf('a module')`Enabled`), 'Activado');
});

test('a plural, a number and a list are as the language has them', () => {
  assert.equal(english(people(1)), 'One person is online.');
  assert.equal(english(people(12_000)), '12,000 people are online.');
  assert.equal(spanish.text(people(1)), 'Hay una persona conectada.');
  assert.equal(spanish.text(people(1_000_000)), 'Hay 1.000.000 personas conectadas.');
  assert.equal(english(allOf(['anna', 'ben', 'cara'])), 'anna, ben and cara');
  assert.equal(spanish.text(anyOf(['ana', 'benito', 'carla'])), 'ana, benito o carla');
  assert.deepEqual(pluralForms('es'), ['one', 'other']);
  assert.deepEqual(pluralForms('ru'), ['one', 'few', 'many']);
  assert.deepEqual(pluralForms('ar'), ['zero', 'one', 'two', 'few', 'many', 'other']);
});

test('a time is told in one way, by the clock of whoever reads, with the zone where it may be another', () => {
  const when = moment('2026-12-03T13:05:00Z', 'distance');
  assert.equal(spanish.text(when), '3 dic 2026, 14:05, dentro de 7 días');
  const now = () => Date.parse('2026-11-26T12:00:00Z');
  const away = englishOnly.reader('en', { zone: 'Europe/Madrid', browserZone: '', now });
  assert.equal(away.text(when), '3 Dec 2026, 14:05 CET, in 7 days');
  assert.equal(away.text(moment('2026-12-03T13:05:00Z', 'day')), '3 Dec 2026');
  assert.equal(english(moment('yesterday')), 'yesterday');
});

test('sentences stand within sentences, and bring their own full stop', () => {
  const reason = say`The port ${{ port: 5222 }} is taken.`;
  assert.equal(english(say`It failed: ${{ reason }}.`), 'It failed: The port 5222 is taken.');
  assert.equal(english(passage(say`One.`, '', verbatim('Two.'))), 'One. Two.');
});

test('a value is never read as a place', () => {
  assert.equal(english(say`Hello ${{ name: '{other}' }} and ${{ other: 'B' }}.`), 'Hello {other} and B.');
});

test('what was written down is read again, and what an older version wrote is shown as it was', () => {
  const sentence = passage(
    people(2),
    say`Look at ${{ list: allOf(['a', say`b`]) }}.`,
    moment('2026-01-01T00:00:00Z'),
  );
  assert.deepEqual(sentenceSchema.parse(JSON.parse(JSON.stringify(sentence))), sentence);
  assert.deepEqual(writtenSentence.parse('Saved changes'), verbatim('Saved changes'));
  assert.equal(sentenceSchema.safeParse({ message: 'x', values: {}, more: 1 }).success, false);
});

test('a check tells a whole sentence, and what is none is shown as it is', () => {
  const sentence = say`“${{ typed: '{"message":"x","values":{}}' }}” is no port.`;
  assert.deepEqual(heard(told(sentence)), sentence);
  assert.deepEqual(heard('Invalid input'), verbatim('Invalid input'));
  assert.deepEqual(heard('{broken'), verbatim('{broken'));
});

test('values keep their own direction in a language that is written from right to left', () => {
  const arabic = new Reader({ catalogue: catalogue('ar', {}) });
  assert.equal(arabic.direction, 'rtl');
  const file = say`File ${{ path: '/etc/x' }}`;
  assert.equal(arabic.text(file), 'File \u2068/etc/x\u2069');
  const atTerminal = new Reader({ catalogue: catalogue('ar', {}), isolates: false });
  assert.equal(atTerminal.text(file), 'File /etc/x');
});

test('the language is the first wish that there is, and English otherwise', () => {
  const languages = new Languages([catalogue('es', {}), catalogue('pt-BR', {})]);
  assert.equal(languages.choose(wishesOf('de, es-MX;q=0.8, en;q=0.5')), 'es');
  assert.equal(languages.choose(wishesOf('en;q=0.5, es;q=0')), 'en');
  assert.equal(languages.choose(wishesOf('pt-br')), 'pt-BR');
  assert.equal(languages.choose(wishesOf('*, ;;, 💣')), 'en');
  assert.equal(languages.choose(localeWishes({ LANG: 'es_ES.UTF-8' })), 'es');
  assert.equal(languages.choose(localeWishes({ LANG: 'de_DE.UTF-8', LANGUAGE: 'ca:es' })), 'es');
  assert.equal(languages.choose(localeWishes({ LC_ALL: 'C.UTF-8', LANGUAGE: 'es', LANG: 'es_ES' })), 'en');
  assert.deepEqual(
    languages.all.map(({ name }) => name),
    ['English', 'español', 'português (Brasil)'],
  );
});

test('a value that could turn the words around it is isolated, in English too', () => {
  const trick = 'anna\u202egpj\u2069\u202e';
  assert.equal(
    english(say`The user ${{ user: trick }} was deleted.`),
    'The user \u2068anna\u202egpj\u202e\u2069 was deleted.',
  );
  assert.equal(english(say`The user ${{ user: 'דנה' }} was added.`), 'The user \u2068דנה\u2069 was added.');
  assert.equal(english(say`The user ${{ user: 'José Ñ.' }} was added.`), 'The user José Ñ. was added.');
});

test('the zone stands beside a time only where the reader’s clock shows another one at that time', () => {
  const read = (browserZone: string | undefined, iso: string): string =>
    englishOnly.reader('en', { zone: 'Europe/Madrid', browserZone }).text(moment(iso));
  assert.equal(read('Europe/Paris', '2026-12-03T13:05:00Z'), '3 Dec 2026, 14:05');
  assert.equal(read('Africa/Lagos', '2026-12-03T13:05:00Z'), '3 Dec 2026, 14:05');
  assert.equal(read('Africa/Lagos', '2026-07-03T13:05:00Z'), '3 Jul 2026, 15:05 CEST');
  assert.equal(read('', '2026-12-03T13:05:00Z'), '3 Dec 2026, 14:05 CET');
  assert.equal(read(undefined, '2026-12-03T13:05:00Z'), '3 Dec 2026, 14:05');
});
