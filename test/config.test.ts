import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig as read } from '../src/config.js';
import { modules } from '../src/modules/index.js';

const readConfig = (env: Parameters<typeof read>[0], isRoot: boolean): ReturnType<typeof read> =>
  read(
    env,
    isRoot,
    modules.flatMap(({ ports }) => ports),
  );

test('without any variable the documented defaults hold', () => {
  const config = readConfig({}, true);
  assert.deepEqual(config.listen, { host: '127.0.0.1', port: 8080 });
  assert.equal(config.state, '/var/lib/ebox-jabber');
  assert.equal(config.firstPassword, null);
  assert.equal(config.tls, null);
  assert.equal(config.passwordCommand, null);
  assert.deepEqual(config.hosts, []);
  assert.deepEqual(config.ports, { client: 5222, clientTls: 5223, server: 5269, dns: 53 });
  assert.match(readConfig({}, false).state, /\/state$/);
  assert.equal(config.helper, null);
});

test('variables are taken as they are written', () => {
  const config = readConfig(
    {
      EBOX_LISTEN: '[::1]:9090',
      EBOX_STATE_DIR: '/srv/x',
      EBOX_ADMIN_PASSWORD: 'p',
      EBOX_HOSTS: 'a.lan, B.lan',
      EBOX_CHAT_PORTS: '1,2,3',
    },
    false,
  );
  assert.deepEqual(config.listen, { host: '::1', port: 9090 });
  assert.equal(config.state, '/srv/x');
  assert.equal(config.firstPassword?.reveal(), 'p');
  assert.deepEqual(config.hosts, ['a.lan', 'b.lan']);
  assert.deepEqual(config.ports, { client: 1, clientTls: 2, server: 3, dns: 1053 });
});

test('a panel with a helper works where the helper does', () => {
  const config = readConfig({ EBOX_HELPER: '/run/ebox-jabber/helper.sock' }, false);
  assert.equal(config.helper, '/run/ebox-jabber/helper.sock');
  assert.equal(config.state, '/var/lib/ebox-jabber');
});

for (const listen of [
  '8080',
  '127.0.0.1',
  '127.0.0.1:0',
  '127.0.0.1:70000',
  'example.org:80',
  ':80',
  '127.0.0.1:80x',
]) {
  test(`EBOX_LISTEN=${listen} is refused with how it is written`, () => {
    assert.throws(() => readConfig({ EBOX_LISTEN: listen }, true), /EBOX_LISTEN is an address and a port/);
  });
}

for (const listen of [
  '0.0.0.0:8080',
  '192.0.2.1:8080',
  '[::]:8080',
  '[2001:db8::1]:8080',
  '[::ffff:c000:201]:80',
  '*:8443',
]) {
  test(`EBOX_LISTEN=${listen} is refused, because the panel does not encrypt, with another way`, () => {
    assert.throws(
      () => readConfig({ EBOX_LISTEN: listen }, true),
      /EBOX_TLS[^]*does not encrypt[^]*ssh -L 8080:127\.0\.0\.1:8080[^]*TLS[^]*EBOX_HOSTS/,
    );
  });
}

test('with EBOX_TLS the panel may be reached from elsewhere', () => {
  for (const [listen, host] of [
    ['0.0.0.0:8443', '0.0.0.0'],
    ['[::]:8443', '::'],
    ['*:8443', '*'],
    ['127.0.0.1:8443', '127.0.0.1'],
  ] as const) {
    const config = readConfig({ EBOX_LISTEN: listen, EBOX_TLS: '/etc/panel.pem' }, true);
    assert.deepEqual(config.listen, { host, port: 8443 });
    assert.equal(config.tls, '/etc/panel.pem');
  }
});

test('every way to write this machine alone is taken', () => {
  for (const [listen, host] of [
    ['localhost:8080', 'localhost'],
    ['127.8.9.10:8080', '127.8.9.10'],
    ['[::1]:8080', '::1'],
  ] as const) {
    assert.equal(readConfig({ EBOX_LISTEN: listen }, true).listen.host, host);
  }
});

for (const ports of ['5222', '5222,5223', '5222,5222,5269', 'a,b,c', '1,2,99999']) {
  test(`EBOX_CHAT_PORTS=${ports} is refused`, () => {
    assert.throws(
      () => readConfig({ EBOX_CHAT_PORTS: ports }, true),
      /EBOX_CHAT_PORTS is three different ports/,
    );
  });
}
