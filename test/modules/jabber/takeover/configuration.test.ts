import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  mayRun,
  readConfiguration,
  readRoomList,
  type ReadConfiguration,
} from '../../../../src/modules/jabber/takeover/configuration.js';
import { inEnglish } from '../../../helpers/in-english.js';
import { english } from '../../../../src/core/words/english.js';
import { passage } from '../../../../src/core/words/sentence.js';

const shipped = (name: string): string =>
  readFileSync(new URL(`../../../fixtures/debian-jabberd2/${name}.xml`, import.meta.url), 'utf8');

test('the files as Debian ships them', () => {
  const texts = { sm: shipped('sm'), c2s: shipped('c2s'), s2s: shipped('s2s'), muc: shipped('muc') };
  assert.deepEqual(readConfiguration(texts), {
    domains: ['localhost.localdomain'],
    ssl: 'disabled',
    certificate: null,
    otherServers: true,
    rooms: { host: 'conference.localhost', folder: '/var/spool/jabber-muc/rooms/' },
    storage: { driver: 'sqlite', path: '/var/lib/jabberd2/sqlite.db' },
    accounts: 'sqlite',
    troubles: [],
  });
});

/** c2s.xml with this in `<local>`. */
const c2s = (local: string): string =>
  `<?xml version='1.0'?>\n<c2s><local>${local}</local><authreg><module>pam</module></authreg></c2s>`;
const sm = (local: string, storage = ''): string =>
  `<sm><local>${local}</local><storage>${storage}</storage></sm>`;

const pem = '/etc/ssl/chat.pem';
const encryption: readonly [string, string, ReadConfiguration['ssl'], string | null][] = [
  ['nothing is encrypted', '<id>a.lan</id>', 'disabled', null],
  ['STARTTLS is offered', `<id pemfile='${pem}'>a.lan</id>`, 'optional', pem],
  [
    'a flag counts, whatever it says',
    `<id pemfile='${pem}' require-starttls='no'>a.lan</id>`,
    'required',
    pem,
  ],
  [
    'each domain has its own line',
    `<id>b.lan</id><id pemfile='${pem}' require-starttls='1'>  a.lan\n</id>`,
    'required',
    pem,
  ],
  ['a line without a name is for all', `<id>b.lan</id><id pemfile='${pem}'/>`, 'optional', pem],
  [
    'old SSL only, beside the open port',
    `<id>a.lan</id><port>5222</port><ssl-port>5223</ssl-port><pemfile>${pem}</pemfile>`,
    'optional',
    pem,
  ],
  [
    'old SSL only, the open port closed',
    `<id>a.lan</id><port>0</port><ssl-port>5223</ssl-port><pemfile>${pem}</pemfile>`,
    'required',
    pem,
  ],
  ['a comment is no setting', `<id>a.lan</id><!-- <id pemfile='${pem}'>a.lan</id> -->`, 'disabled', null],
  ['entities', "<id pemfile='/etc/a&amp;b.pem'>a.lan</id>", 'optional', '/etc/a&b.pem'],
];

for (const [what, local, ssl, certificate] of encryption) {
  test(`encryption: ${what}`, () => {
    const read = readConfiguration({ sm: sm('<id>a.lan</id>'), c2s: c2s(local) });
    assert.deepEqual([read.ssl, read.certificate, read.accounts], [ssl, certificate, 'pam']);
  });
}

const storages: readonly [string, ReadConfiguration['storage'], readonly string[]][] = [
  [
    '<driver>sqlite</driver><sqlite><dbname> /srv/sm.db </dbname></sqlite>',
    { driver: 'sqlite', path: '/srv/sm.db' },
    [],
  ],
  ['<driver>db</driver><db><path>/srv/db</path></db>', { driver: 'db', path: '/srv/db' }, []],
  ['<driver>mysql</driver><mysql><pass>canary-5</pass></mysql>', { driver: 'mysql', path: null }, []],
  [
    "<driver type='vcard'>ldapvcard</driver><driver>sqlite</driver><sqlite><dbname>/a</dbname></sqlite>",
    { driver: 'sqlite', path: '/a' },
    ['“vcard” is kept by the driver ldapvcard and is not taken over.'],
  ],
  ['', { driver: '', path: null }, []],
];

for (const [text, storage, troubles] of storages) {
  test(`storage: ${text}`, () => {
    const read = readConfiguration({ sm: sm('<id>a.lan</id><id>b.lan</id>', text) });
    assert.deepEqual([read.storage, inEnglish(read.troubles)], [storage, troubles]);
    assert.deepEqual(read.domains, ['a.lan', 'b.lan']);
  });
}

test('what is broken is said with its line and nothing of its content, and the rest is read all the same', () => {
  const broken = [
    '<c2s>\n<router><pass>canary-1</pass>\n<local><id>a.lan</local></c2s>',
    '<c2s><pass>canary-2',
    'canary-3 {json: true}',
    '<!DOCTYPE c2s [<!ENTITY x "canary-4">]><c2s>&x;</c2s>',
    '',
    '<c2s>'.repeat(100),
  ];
  for (const text of broken) {
    const read = readConfiguration({ sm: sm('<id>a.lan</id>'), c2s: text });
    assert.deepEqual(read.domains, ['a.lan']);
    assert.match(
      english(passage(...read.troubles)),
      /^c2s\.xml cannot be read: it is not well-formed XML, line \d+\.$/,
    );
  }
});

test('no secret of the files is in what is read', () => {
  const secret = (text: string): string => text.replaceAll('secret', 'canary-of-a-password');
  const texts = { sm: shipped('sm'), c2s: shipped('c2s'), s2s: shipped('s2s'), muc: shipped('muc') };
  const read = readConfiguration({
    sm: secret(texts.sm),
    c2s: secret(texts.c2s),
    s2s: secret(texts.s2s),
    muc: secret(texts.muc),
  });
  assert.doesNotMatch(JSON.stringify(read), /canary/);
});

test('parts that /etc/default turns off', () => {
  assert.equal(mayRun('# run s2s\nS2S_RUN=1\n', 'S2S'), true);
  assert.equal(mayRun('# S2S_RUN=0\n', 'S2S'), true);
  assert.equal(mayRun('S2S_RUN="0"\nMUC_RUN=1', 'S2S'), false);
  assert.equal(mayRun('', 'MUC'), true);
});

test('the list of rooms: only names that a file of a room can have', () => {
  const hash = 'cc17d0b84e4318185dd9a8cc901784c0c83a7f21';
  const item = (name: string, jid: string): string => `<item name='${name}' jid='${jid}'/>`;
  const list = `<xdb><registered xdbns='muc:room:list'>${item('tea@c.lan', `${hash}@c.lan`)}${item('x@c.lan', '../../shadow@c.lan')}<item jid='${hash}@c.lan'/></registered></xdb>`;
  assert.deepEqual(readRoomList(list), [{ jid: 'tea@c.lan', file: hash }]);
});
