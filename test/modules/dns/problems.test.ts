import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DomainRow } from '../../../src/modules/dns/domain-row.js';
import { problemsOf } from '../../../src/modules/dns/problems.js';
import { domainWith, host, keptAddress, service } from './sample-domain.js';
import { english } from '../../../src/core/words/english.js';

const right: readonly (readonly [string, readonly DomainRow[]])[] = [
  ['nothing but an address', [domainWith()]],
  [
    'rows of every kind',
    [
      domainWith({
        hosts: [
          host('printer', ['10.0.0.7', 'fd00::7'], 'druck'),
          host('ns', '10.0.0.1'),
          host('a.b', '10.0.0.8'),
        ],
        nameServers: [{ host: 'ns2.example.org' }, { host: 'ns' }],
        mailExchangers: [
          { host: 'printer', preference: 10 },
          { host: '@', preference: 20 },
          { host: 'a.b.school.lan', preference: 30 },
        ],
        services: [service('@'), service('printer'), service('a.example.org', { protocol: 'udp' })],
        texts: [
          { name: '', text: 'one' },
          { name: '', text: 'two' },
          { name: 'printer', text: 'one' },
        ],
      }),
    ],
  ],
  ['a domain inside another one', [domainWith(), domainWith({ name: 'chat.school.lan' })]],
  [
    'a target in another domain',
    [
      domainWith({ mailExchangers: [{ host: 'chat.school.lan', preference: 1 }] }),
      domainWith({ name: 'chat.school.lan' }),
    ],
  ],
  ['the same address at two hosts', [domainWith({ hosts: [host('a', '10.0.0.2'), host('b', '10.0.0.2')] })]],
];
for (const [what, domains] of right) {
  test(`right: ${what}`, () => assert.deepEqual(problemsOf({ domains }), []));
}

const long = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(55)}`;
const many = Array.from({ length: 101 }, (_, index) => `10.0.1.${index}`);

const wrong: readonly (readonly [string, readonly DomainRow[], string, RegExp])[] = [
  ['a domain twice', [domainWith(), domainWith()], '1/name', /“school.lan” exists already/],
  [
    'a host twice',
    [domainWith({ hosts: [host('a', '10.0.0.2'), host('b', '10.0.0.3'), host('a', '10.0.0.4')] })],
    '0/hosts/2/name',
    /“a” exists already: add the addresses there/,
  ],
  [
    'an alias twice',
    [domainWith({ hosts: [host('a', '10.0.0.2', 'www'), host('b', '10.0.0.3', 'www')] })],
    '0/hosts/1/aliases',
    /one host only/,
  ],
  [
    'an alias twice in one row',
    [domainWith({ hosts: [host('a', '10.0.0.2', 'w', 'w')] })],
    '0/hosts/0/aliases',
    /“w”/,
  ],
  [
    'an alias that is a host further down',
    [domainWith({ hosts: [host('a', '10.0.0.2', 'b'), host('b', '10.0.0.3')] })],
    '0/hosts/0/aliases',
    /“b” is a host of its own/,
  ],
  [
    'a host as its own alias',
    [domainWith({ hosts: [host('a', '10.0.0.2', 'a')] })],
    '0/hosts/0/aliases',
    /host of its own/,
  ],
  [
    'the name server as an alias',
    [domainWith({ hosts: [host('a', '10.0.0.2', 'ns')] })],
    '0/hosts/0/aliases',
    /name server/,
  ],
  [
    'an alias with a text',
    [domainWith({ hosts: [host('a', '10.0.0.2', 'www')], texts: [{ name: 'www', text: 'x' }] })],
    '0/hosts/0/aliases',
    /has a text/,
  ],
  [
    'an address twice',
    [domainWith({ hosts: [host('a', ['10.0.0.2', '10.0.0.2'])] })],
    '0/hosts/0/addresses',
    /twice/,
  ],
  [
    'the domain’s address twice',
    [domainWith({ addresses: ['10.0.0.2', '10.0.0.2'] })],
    '0/addresses',
    /twice/,
  ],
  ['more than BIND takes', [domainWith({ hosts: [host('a', many)] })], '0/hosts/0/addresses', /at most 100/],
  [
    'the full name of a host',
    [domainWith({ hosts: [host('a.school.lan', '10.0.0.2')] })],
    '0/hosts/0/name',
    /Type only “a”/,
  ],
  [
    'the domain as a host',
    [domainWith({ hosts: [host('school.lan', '10.0.0.2')] })],
    '0/hosts/0/name',
    /added automatically/,
  ],
  [
    'a name that is too long',
    [domainWith({ hosts: [host(long, '10.0.0.2')] })],
    '0/hosts/0/name',
    /at most 253/,
  ],
  [
    'a service whose name is too long',
    [domainWith({ services: [service('@', { name: long.slice(0, 235) })] })],
    '0/services/0/service',
    /at most 253/,
  ],
  [
    'a host that another domain holds',
    [domainWith({ hosts: [host('a.chat', '10.0.0.2')] }), domainWith({ name: 'chat.school.lan' })],
    '0/hosts/0/name',
    /belongs to “chat.school.lan”, which is a domain of its own/,
  ],
  [
    'a mail exchanger that is an alias',
    [
      domainWith({
        hosts: [host('a', '10.0.0.2', 'mail')],
        mailExchangers: [{ host: 'mail', preference: 1 }],
      }),
    ],
    '0/mailExchangers/0/host',
    /“mail.school.lan” is an alias/,
  ],
  [
    'a name server that is an alias',
    [domainWith({ hosts: [host('a', '10.0.0.2', 'x')], nameServers: [{ host: 'x.school.lan' }] })],
    '0/nameServers/0/host',
    /is an alias/,
  ],
  [
    'a service on an alias of another domain',
    [
      domainWith({ services: [service('x.other.lan')] }),
      domainWith({ name: 'other.lan', hosts: [host('a', '10.0.0.2', 'x')] }),
    ],
    '0/services/0/target',
    /is an alias/,
  ],
  [
    'a target without an address',
    [domainWith({ services: [service('nobody')] })],
    '0/services/0/target',
    /no address in school.lan/,
  ],
  [
    'a relative name of two parts as a target',
    [domainWith({ hosts: [host('a.b', '10.0.0.2')], mailExchangers: [{ host: 'a.b', preference: 1 }] })],
    '0/mailExchangers/0/host',
    /Type “a.b.school.lan”/,
  ],
  [
    'a mail exchanger twice',
    [
      domainWith({
        mailExchangers: [
          { host: '@', preference: 1 },
          { host: 'school.lan', preference: 2 },
        ],
      }),
    ],
    '0/mailExchangers/1/host',
    /is there twice/,
  ],
  [
    'a service twice',
    [domainWith({ services: [service('@'), service('@', { weight: 9 })] })],
    '0/services/1/target',
    /is there twice/,
  ],
  [
    'a text twice',
    [
      domainWith({
        texts: [
          { name: 'a', text: 'x' },
          { name: 'a', text: 'x' },
        ],
      }),
    ],
    '0/texts/1/text',
    /This text is there twice/,
  ],
  [
    'texts that no answer could hold',
    [
      domainWith({
        texts: Array.from({ length: 16 }, (_, index) => ({ name: '', text: `${'x'.repeat(1998)}${index}` })),
      }),
    ],
    '0/texts/15/text',
    /at most 30,000 bytes together/,
  ],
];
for (const [what, domains, cell, reason] of wrong) {
  test(`wrong: ${what}`, () => {
    const problems = problemsOf({ domains });
    assert.deepEqual(
      problems.map(({ path }) => path.join('/')),
      [`domains/${cell}`],
    );
    assert.match(english(problems[0]?.reason ?? ''), reason);
    assert.match(english(problems[0]?.reason ?? ''), /\.$/);
  });
}

test('a target may lead to what another module keeps', () => {
  const domains = [domainWith({ services: [service('chat')] })];
  assert.equal(problemsOf({ domains }).length, 1);
  assert.deepEqual(problemsOf({ domains }, [keptAddress('chat.school.lan', '10.0.0.1')]), []);
});

test('ten thousand hosts, and a thousand domains, are looked through in one go', () => {
  const hosts = Array.from({ length: 10_000 }, (_, index) =>
    host(`h${index}`, `10.1.${index >> 8}.${index & 255}`, `a${index}`),
  );
  const domains = Array.from({ length: 1000 }, (_, index) =>
    domainWith({
      name: `d${index}.lan`,
      hosts: hosts.slice(0, 10),
      mailExchangers: [{ host: 'h1', preference: 1 }],
    }),
  );
  assert.deepEqual(problemsOf({ domains: [domainWith({ hosts }), ...domains] }), []);
});
