import assert from 'node:assert/strict';
import { test } from 'node:test';
import { domainFinder } from '../../../src/modules/dns/domain-finder.js';
import { keptIn, standingsOf } from '../../../src/modules/dns/kept-records.js';
import { recordsOf } from '../../../src/modules/dns/records.js';
import { textOf } from '../../../src/modules/dns/zone-record.js';
import { domainWith, host, keptAddress, keptService, service } from './sample-domain.js';

const lines = (...args: Parameters<typeof recordsOf>): readonly string[] => recordsOf(...args).map(textOf);

test('a domain with nothing but its address leads there, and so does its name server', () => {
  assert.deepEqual(lines(domainWith({ addresses: ['10.0.0.1', 'fd00::1'] }), []), [
    'school.lan. NS ns.school.lan.',
    'school.lan. A 10.0.0.1',
    'school.lan. AAAA fd00::1',
    'ns.school.lan. A 10.0.0.1',
    'ns.school.lan. AAAA fd00::1',
  ]);
});

test('every row becomes a record', () => {
  const domain = domainWith({
    name: 'bücher.example',
    hosts: [host('drücker', ['10.0.0.7', '2001:db8::7'], 'p', 'a.b')],
    nameServers: [{ host: 'ns2.example.org' }],
    mailExchangers: [{ host: 'drücker', preference: 10 }],
    services: [service('@'), service('drücker', { service: 'ldap', name: 'a', protocol: 'udp', port: 389 })],
    texts: [
      { name: '', text: 'v=spf1 mx -all' },
      { name: '_dmarc', text: 'v=DMARC1' },
    ],
  });
  assert.deepEqual(lines(domain, []), [
    'xn--bcher-kva.example. NS ns.xn--bcher-kva.example.',
    'xn--bcher-kva.example. NS ns2.example.org.',
    'xn--bcher-kva.example. A 10.0.0.1',
    'xn--bcher-kva.example. MX 10 xn--drcker-4ya.xn--bcher-kva.example.',
    'xn--bcher-kva.example. TXT "v=spf1 mx -all"',
    '_dmarc.xn--bcher-kva.example. TXT "v=DMARC1"',
    '_ldap._udp.a.xn--bcher-kva.example. SRV 0 5 389 xn--drcker-4ya.xn--bcher-kva.example.',
    '_xmpp-client._tcp.xn--bcher-kva.example. SRV 0 5 5222 xn--bcher-kva.example.',
    'a.b.xn--bcher-kva.example. CNAME xn--drcker-4ya.xn--bcher-kva.example.',
    'ns.xn--bcher-kva.example. A 10.0.0.1',
    'p.xn--bcher-kva.example. CNAME xn--drcker-4ya.xn--bcher-kva.example.',
    'xn--drcker-4ya.xn--bcher-kva.example. A 10.0.0.7',
    'xn--drcker-4ya.xn--bcher-kva.example. AAAA 2001:db8::7',
  ]);
});

test('the order of the rows does not matter', () => {
  const rows = [host('a', '10.0.0.2'), host('b', '10.0.0.3')];
  assert.deepEqual(
    lines(domainWith({ hosts: rows }), []),
    lines(domainWith({ hosts: [...rows].reverse() }), []),
  );
});

test('the name server has the addresses of the administrator’s host of that name', () => {
  const said = lines(domainWith({ hosts: [host('ns', '10.0.0.53')] }), []);
  assert.deepEqual(
    said.filter((line) => line.startsWith('ns.')),
    ['ns.school.lan. A 10.0.0.53'],
  );
});

test('kept records are in, and the same one is there once', () => {
  const kept = [
    keptAddress('school.lan', '10.0.0.1'),
    keptAddress('conference.SCHOOL.lan', '10.0.0.1'),
    keptService('_xmpp-client._tcp.school.lan', 'school.lan'),
    keptService('_xmpp-client._tcp.school.lan', 'school.lan'),
  ];
  assert.deepEqual(
    lines(domainWith(), kept).filter((line) => !line.includes(' NS ') && !line.startsWith('ns.')),
    [
      'school.lan. A 10.0.0.1',
      '_xmpp-client._tcp.school.lan. SRV 0 5 5222 school.lan.',
      'conference.school.lan. A 10.0.0.1',
    ],
  );
  assert.deepEqual(
    standingsOf(domainWith(), kept).map(({ state }) => state),
    ['same', 'in', 'in', 'in'],
  );
});

const outcomes: readonly (readonly [
  string,
  Parameters<typeof standingsOf>,
  readonly (readonly [string, string?])[],
])[] = [
  [
    'an address gives way to the administrator’s of the same name',
    [domainWith({ hosts: [host('chat', '10.0.0.9')] }), [keptAddress('chat.school.lan', '10.0.0.1')]],
    [['gives way', 'hosts/0/addresses']],
  ],
  [
    'an IPv6 address gives way to another machine’s IPv4 address, too',
    [domainWith({ hosts: [host('chat', '10.0.0.9')] }), [keptAddress('chat.school.lan', 'fd00::1')]],
    [['gives way', 'hosts/0/addresses']],
  ],
  [
    'an IPv6 address stands beside the IPv4 address of the same machine',
    [
      domainWith({ hosts: [host('chat', '10.0.0.1')] }),
      [keptAddress('chat.school.lan', '10.0.0.1'), keptAddress('chat.school.lan', 'fd00::1')],
    ],
    [['same', 'hosts/0/addresses'], ['in']],
  ],
  [
    'a second address of the same type is not added to the administrator’s',
    [
      domainWith({ hosts: [host('chat', '10.0.0.1')] }),
      [keptAddress('chat.school.lan', '10.0.0.1'), keptAddress('chat.school.lan', '10.0.0.2')],
    ],
    [
      ['same', 'hosts/0/addresses'],
      ['gives way', 'hosts/0/addresses'],
    ],
  ],
  [
    'the domain’s own address is the administrator’s',
    [domainWith(), [keptAddress('school.lan', '10.0.0.2')]],
    [['gives way', 'addresses']],
  ],
  [
    'an alias has nothing beside it, and no service leads to it',
    [
      domainWith({ hosts: [host('server', '10.0.0.1', 'chat')] }),
      [
        keptAddress('chat.school.lan', '10.0.0.1'),
        keptService('_xmpp-client._tcp.chat.school.lan', 'chat.school.lan'),
      ],
    ],
    [
      ['gives way', 'hosts/0/aliases'],
      ['gives way', 'hosts/0/aliases'],
    ],
  ],
  [
    'a service gives way to the administrator’s with other numbers',
    [
      domainWith({ services: [service('@', { priority: 10 })] }),
      [keptService('_xmpp-client._tcp.school.lan', 'school.lan')],
    ],
    [['gives way', 'services/0/target']],
  ],
  [
    'the same service is the administrator’s',
    [
      domainWith({ services: [service('school.lan')] }),
      [keptService('_xmpp-client._tcp.school.lan', 'school.lan')],
    ],
    [['same', 'services/0/target']],
  ],
  [
    'texts at the same name are not in the way',
    [domainWith({ texts: [{ name: 'chat', text: 'x' }] }), [keptAddress('chat.school.lan', '10.0.0.1')]],
    [['in']],
  ],
];
for (const [what, input, expected] of outcomes) {
  test(what, () => {
    const standings = standingsOf(...input);
    assert.deepEqual(
      standings.map((one) => (one.state === 'in' ? [one.state] : [one.state, one.path.join('/')])),
      expected,
    );
    const texts = lines(...input);
    for (const one of standings) {
      assert.equal(texts.includes(textOf(one.record)), one.state !== 'gives way');
      if (one.state !== 'in') assert.ok(texts.includes(textOf(one.own)));
    }
  });
}

test('a kept record belongs into the longest domain that holds its name', () => {
  const outer = domainWith();
  const inner = domainWith({ name: 'chat.school.lan' });
  const find = domainFinder([outer, inner]);
  assert.equal(find('conference.chat.school.lan'), inner);
  assert.equal(find('CHAT.school.lan'), inner);
  assert.equal(find('mychat.school.lan'), outer);
  assert.equal(find('myschool.lan'), null);
  const kept = [keptAddress('chat.school.lan', '10.0.0.1'), keptAddress('a.school.lan', '10.0.0.1')];
  assert.deepEqual(keptIn(inner, find, kept), kept.slice(0, 1));
  assert.deepEqual(keptIn(outer, find, kept), kept.slice(1));
});
