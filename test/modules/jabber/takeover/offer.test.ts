import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FoundServer } from '../../../../src/modules/jabber/takeover/found-server.js';
import { offerOf } from '../../../../src/modules/jabber/takeover/offer.js';
import { inEnglish, said } from '../../../helpers/in-english.js';
import { english } from '../../../../src/core/words/english.js';
import { passage } from '../../../../src/core/words/sentence.js';

const server: FoundServer = {
  folder: '/etc/jabberd2',
  domains: ['chat.example.org'],
  ssl: 'optional',
  certificate: '/etc/ssl/chat.pem',
  otherServers: true,
  rooms: { host: 'conference.chat.example.org', folder: '/var/spool/jabber-muc/rooms', list: [] },
  storage: {
    driver: 'sqlite',
    path: '/var/lib/jabberd2/sqlite.db',
    content: {
      owners: ['alice@chat.example.org', 'bob@chat.example.org', 'eve@elsewhere.org'],
      contacts: 12,
      messages: 1,
    },
  },
  accounts: 'sqlite',
  troubles: [],
};

const valueOf = (offer: ReturnType<typeof offerOf>, label: string): unknown =>
  offer.found
    .map(({ label: name, value }) => ({ name: inEnglish(name), value: inEnglish(value) }))
    .find(({ name }) => name === label)?.value;

test('what is offered is what was found, and who has something there and no user here', () => {
  const offer = offerOf(server, new Set(['alice']));
  assert.deepEqual(offer.settings, {
    domain: 'chat.example.org',
    ssl: 'optional',
    otherServers: true,
    muc: true,
  });
  assert.equal(valueOf(offer, 'Encryption'), 'Optional');
  assert.equal(
    valueOf(offer, 'Contacts and messages'),
    'Contacts: 12. Waiting messages: 1. Users: 3. Database: /var/lib/jabberd2/sqlite.db (sqlite).',
  );
  assert.equal(valueOf(offer, 'Names without a user here'), '1: bob');
  assert.match(english(passage(...offer.notes)), /Passwords are not copied/);
  assert.match(said(offer.accept), /Take over its domain/);
});

test('a storage that cannot be read from here is said with what to do', () => {
  const storage = { driver: 'mysql', path: null, content: null };
  const offer = offerOf({ ...server, storage }, new Set());
  assert.equal(valueOf(offer, 'Contacts and messages'), 'Kept by the driver “mysql”');
  assert.match(
    english(passage(...offer.notes)),
    /cannot be taken over from the driver “mysql”.*SQLite database/,
  );
  assert.notEqual(offer.accept, null, 'its settings and rooms can be');
});

test('a domain that the panel cannot serve is not offered, with the reason', () => {
  for (const domains of [['10.0.0.1'], ['straße.de'], []]) {
    const offer = offerOf({ ...server, domains }, new Set());
    assert.equal(offer.accept, null);
    assert.deepEqual(offer.settings, {});
    assert.match(english(passage(...offer.notes)), /cannot be taken over/);
  }
});

test('what changes for the people is said: rooms of another name, further domains', () => {
  const rooms = { host: 'rooms.example.org', folder: '/srv/rooms', list: [] };
  const offer = offerOf({ ...server, rooms, domains: ['CHAT.example.org', 'two.lan'] }, new Set());
  assert.equal(offer.settings.domain, 'chat.example.org');
  assert.match(
    english(passage(...offer.notes)),
    /changes from rooms\.example\.org to conference\.chat\.example\.org\./,
  );
  assert.match(english(passage(...offer.notes)), /only chat\.example\.org is served/);
});

test('of many names the first twenty are written out', () => {
  const owners = Array.from({ length: 25 }, (_, index) => `u${index}@chat.example.org`);
  const content = { owners, contacts: 0, messages: 0 };
  const offer = offerOf({ ...server, storage: { ...server.storage, content } }, new Set());
  assert.match(String(valueOf(offer, 'Names without a user here')), /^25: u0, .*, u19 and 5 more$/);
});
