import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from '../../../src/core/settings.js';
import { settingsForm } from '../../../src/modules/jabber/settings.js';
import { english } from '../../../src/core/words/english.js';

const { schema, defaults } = settingsForm;

test('the defaults keep to oneself and encrypt', () => {
  assert.deepEqual(defaults, {
    domain: 'chat.internal',
    otherServers: false,
    allowedServers: [],
    muc: false,
    roomsByAdministrators: false,
    roomsForOwnUsers: false,
    ssl: 'required',
    newUsersGetAccount: true,
    certificate: 'own',
    certificateUpload: '',
    certificateFile: '',
    certificateKeyFile: '',
    certificateForPanel: false,
    certificateQuietTime: '03:30',
  });
});

test('the domain is kept in its canonical form', () => {
  const checked = check(schema, { ...defaults, domain: ' BÜCHER.Example' });
  assert.deepEqual(checked, { ok: true, value: { ...defaults, domain: 'bücher.example' } });
});

test('allowed servers are kept in their canonical form, each once', () => {
  const checked = check(schema, { ...defaults, allowedServers: ['BÜCHER.lan', 'bücher.lan', 'a.lan'] });
  assert.deepEqual(checked, { ok: true, value: { ...defaults, allowedServers: ['bücher.lan', 'a.lan'] } });
});

const wrong: readonly (readonly [string, unknown, string, RegExp])[] = [
  ['domain', 'a b', 'domain', /spaces/],
  ['domain', 7, 'domain', /Type the domain name/],
  ['ssl', 'maybe', 'ssl', /Choose Disabled, Optional or Required/],
  ['muc', 'false', 'muc', /Tick the box/],
  ['otherServers', 1, 'otherServers', /Tick the box/],
  ['newUsersGetAccount', {}, 'newUsersGetAccount', /Tick the box/],
  ['allowedServers', ['example.org', '192.0.2.1'], 'allowedServers', /“192.0.2.1”: .*IP address/],
  ['allowedServers', Array.from({ length: 101 }, (_, i) => `a${i}.lan`), 'allowedServers', /at most 100/],
  ['allowedServers', 'example.org', 'allowedServers', /with commas/],
  ['router', 'x', '', /router/],
];
for (const [name, value, field, sentence] of wrong) {
  test(`${name}: ${JSON.stringify(value).slice(0, 40)} is refused at the field`, () => {
    const checked = check(schema, { ...defaults, [name]: value });
    assert.ok(!checked.ok);
    assert.deepEqual(Object.keys(checked.errors), [field]);
    assert.match(english(checked.errors[field] ?? ''), sentence);
  });
}
