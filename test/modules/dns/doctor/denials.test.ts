import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../../../../src/core/words/english.js';
import type { Examined } from '../../../../src/core/module/index.js';
import { layoutOf } from '../../../../src/core/layout.js';
import { appArmorCheck } from '../../../../src/modules/dns/doctor/apparmor.js';
import { denialsIn } from '../../../../src/modules/dns/doctor/denials.js';
import { exchange } from '../../../../src/system/exchange.js';
import { createNetwork } from '../../../../src/system/network.js';

/** Lines as Debian's kernels write them; the journal's own stamp is in front. No kernel here has AppArmor to ask. */
const open =
  '2026-11-26T08:15:21+0000 box kernel: audit: type=1400 audit(1764144921.123:45): apparmor="DENIED" operation="open" class="file" profile="named" name="/srv/state/configuration/gen-1/bind/named.conf" pid=811 comm="named" requested_mask="r" denied_mask="r" fsuid=104 ouid=0';
const make =
  '2026-11-26T08:16:02,000000+00:00 audit: type=1400 audit(1764144962.5:46): apparmor="DENIED" operation="mknod" profile="ebox-jabber-named" name=2F7372762F64C3A4782031 pid=812 comm="isc-net-0000" requested_mask="c" denied_mask="c"';
const capable =
  '2026-11-26T08:17:00+0000 box audit[9]: AVC apparmor="DENIED" operation="capable" profile="ebox-jabber-named" pid=9 comm="named" capability=1  capname="dac_override"';
const others = [
  '2026-11-26T08:15:00+0000 box kernel: audit: type=1400 audit(1.1:1): apparmor="STATUS" operation="profile_load" profile="unconfined" name="named" pid=1 comm="apparmor_parser"',
  '2026-11-26T08:15:00+0000 box kernel: audit: type=1400 audit(1.1:2): apparmor="ALLOWED" operation="open" profile="named" name="/srv/state/x" pid=1 comm="named" requested_mask="r"',
  '2026-11-26T08:15:00+0000 box kernel: audit: type=1400 audit(1.1:3): apparmor="DENIED" operation="open" profile="/usr/sbin/cupsd" name="/etc/x" pid=1 comm="cupsd" requested_mask="r"',
  '2026-11-26T08:15:00+0000 box kernel: audit: type=1400 audit(1.1:4): apparmor="DENIED" operation="open" profile="named" name="/srv/elsewhere/zone" pid=1 comm="named" requested_mask="r"',
  '2026-11-26T08:15:00+0000 box kernel: eth0: link up',
];

test('a denial is read from the kernel’s log as the kernel writes it, names in hex too', () => {
  const later = open.replace('08:15', '09:40').replace(':45)', ':99)');
  assert.deepEqual(denialsIn([open, make, capable, later].join('\n')), [
    {
      profile: 'named',
      operation: 'open',
      name: '/srv/state/configuration/gen-1/bind/named.conf',
      mask: 'r',
      when: '2026-11-26T09:40',
    },
    {
      profile: 'ebox-jabber-named',
      operation: 'mknod',
      name: '/srv/däx 1',
      mask: 'c',
      when: '2026-11-26T08:16',
    },
    {
      profile: 'ebox-jabber-named',
      operation: 'capable',
      name: 'dac_override',
      mask: '',
      when: '2026-11-26T08:17',
    },
  ]);
  assert.deepEqual(denialsIn(others.slice(0, 2).join('\n')), []);
});

/** A machine whose kernel says this. @param logs by program, null where it cannot be run */
function machineThatSays(isOn: string | null, logs: Readonly<Record<string, string | null>>): Examined {
  const ports = { client: 0, clientTls: 0, server: 0, router: 0 };
  return {
    layout: layoutOf('/srv/state', ports, process.execPath),
    files: {
      exists: () => Promise.resolve(isOn !== null),
      read: (path) => Promise.resolve(path === '/sys/module/apparmor/parameters/enabled' ? isOn : null),
    },
    network: createNetwork(),
    exchange,
    directory: {
      search: () => Promise.reject(new Error('nobody asks the directory')),
      each: () => Promise.reject(new Error('nobody asks the directory')),
    },
    resolver: {
      servers: () => [],
      services: () => Promise.resolve(null),
      addresses: () => Promise.resolve(null),
    },
    heldHere: () => null,
    output: ([program = '']) => Promise.resolve(logs[program] ?? null),
  };
}

async function said(isOn: string | null, logs: Readonly<Record<string, string | null>>): Promise<string[]> {
  const found = await appArmorCheck.look(machineThatSays(isOn, logs), {});
  return found.map(({ verdict, sentence, advice }) =>
    `${verdict}: ${english(sentence)} ${english(advice)}`.trim(),
  );
}

test('what AppArmor keeps the panel’s DNS server from is told, with what lets it', async () => {
  assert.deepEqual(await said(null, { journalctl: open }), ['ok: AppArmor is not active in this kernel.']);
  assert.deepEqual(await said('N\n', { journalctl: open }), ['ok: AppArmor is not active in this kernel.']);
  assert.match((await said('Y\n', {})).join('\n'), /^warning: It is not known .* root/);
  assert.match((await said('Y\n', { journalctl: others.join('\n') })).join('\n'), /^ok: /);
  const [debians = '', own = '', ...more] = await said('Y\n', {
    journalctl: [...others, open, make].join('\n'),
  });
  assert.deepEqual(more, []);
  assert.match(
    debians,
    /^warning: .*: open \/srv\/state\/configuration\/gen-1\/bind\/named\.conf \(r\) \(profile named, last on 26 Nov 2026, 08:15\)\./,
  );
  assert.match(
    debians,
    /'"\/srv\/state\/configuration\/\*\*" r,'.* tee -a \/etc\/apparmor\.d\/local\/usr\.sbin\.named/,
  );
  assert.match(
    own,
    /^warning: .*mknod \/srv\/däx 1 \(c\).*apparmor_parser -r \/etc\/apparmor\.d\/ebox-jabber-named/,
  );
  // Where there is no journal, the kernel's own buffer is asked.
  assert.equal((await said('Y\n', { journalctl: '', dmesg: make })).length, 1);
});
