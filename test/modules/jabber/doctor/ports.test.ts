import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { examinePorts } from '../../../../src/cli/doctor/ports.js';
import { layoutOf } from '../../../../src/core/layout.js';
import { english } from '../../../../src/core/words/english.js';
import { modules } from '../../../../src/modules/index.js';
import { jabber } from '../../../../src/modules/jabber/index.js';
import { chatSettings } from '../../../helpers/jabberd2.js';
import { setUpOldServer } from '../../../helpers/old-server.js';

test('a jabberd2 with a configuration of its own is not called the panel’s, whatever it is called', async (context) => {
  const old = await setUpOldServer(context);
  await old.start();
  const ports = { client: old.port, clientTls: 0, server: 0, router: 0 };
  const [client] = await examinePorts({
    modules,
    active: [{ module: jabber, settings: { ...chatSettings, ssl: 'disabled', otherServers: false } }],
    layout: layoutOf('/var/lib/ebox-jabber', ports, process.execPath),
    output: ([program = '', ...words]) => Promise.resolve(execFileSync(program, words, { encoding: 'utf8' })),
  });
  assert.equal(client?.verdict, 'problem');
  assert.equal(
    english(client.sentence),
    `Port ${old.port} (Client connections): jabberd2-c2s listens, but not the one of this panel: it runs with ${old.root}/etc/jabberd2/c2s.xml.`,
  );
  assert.match(english(client.advice), /systemctl disable --now jabberd /);
});
