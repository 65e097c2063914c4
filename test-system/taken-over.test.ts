import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { xml } from '@xmpp/client';
import { eventually } from '../test/helpers/eventually.js';
import { PASSWORD } from '../test/helpers/panel-acts.js';
import { signIn, type ChatClient } from '../test/helpers/xmpp-client.js';
import { Box, suites } from './box.js';
import { buildPackage, installPackage } from './package-in-a-box.js';

const TABLES = new URL('../test/fixtures/debian-jabberd2/db-setup.sqlite', import.meta.url);
const CONTACTS = ['bob@chat.lan', 'carol@chat.lan', 'dave@chat.lan'];

const signInAs = (context: TestContext, username: string): Promise<ChatClient> =>
  eventually(() => signIn(context, { domain: 'chat.lan', port: 5222, username, password: PASSWORD }), 30);

/** Debian's jabberd2 as somebody sets it up by hand, with users and tables from its own script. */
async function setUp(box: Box): Promise<void> {
  await box.run('apt-get', 'update');
  await box.sh('apt-get install -y --no-install-recommends jabberd2 sqlite3 2>&1');
  const users = ['alice', 'carol'].flatMap((name) => [
    `INSERT INTO authreg VALUES ('${name}', 'chat.lan', '${PASSWORD}');`,
    `INSERT INTO active ("collection-owner", "time") VALUES ('${name}@chat.lan', 1);`,
  ]);
  box.put('/root/tables.sql', Buffer.from([readFileSync(TABLES, 'utf8'), ...users].join('\n')));
  const asJabber = 'setpriv --reuid=jabber --regid=jabber --clear-groups';
  await box.sh(`${asJabber} sqlite3 -bail /var/lib/jabberd2/sqlite.db </root/tables.sql`);
  await box.sh('sed -i s/localhost.localdomain/chat.lan/ /etc/jabberd2/sm.xml /etc/jabberd2/c2s.xml');
  await box.sh('systemctl restart jabberd jabberd-router jabberd-sm jabberd-c2s jabberd-s2s');
}

for (const suite of suites.filter((name) => (process.env['EBOX_SUITE'] ?? name) === name)) {
  test(`a jabberd2 that was set up by hand is taken over on Debian ${suite}`, async (context) => {
    const box = Box.make(suite);
    context.after(() => box.remove());
    await box.boot();
    await setUp(box);
    const alice = await signInAs(context, 'alice');
    for (const jid of CONTACTS) {
      const query = xml('query', { xmlns: 'jabber:iq:roster' }, xml('item', { jid }));
      await alice.xmpp.iqCaller.request(xml('iq', { type: 'set', id: jid }, query));
    }
    const body = xml('body', {}, 'for later');
    await alice.xmpp.send(xml('message', { to: 'carol@chat.lan', type: 'chat' }, body));
    await alice.xmpp.stop();
    await installPackage(box, buildPackage('0.1.0'));

    await context.test('what is offered is in the shell as on the page', async () => {
      assert.match(
        await box.sh('eboxctl modules enable jabber 2>&1 || true'),
        /Contacts: 3\. Waiting messages: 1\. Users: 2\./,
      );
    });

    await context.test('and arrives', async (part) => {
      await box.sh('eboxctl modules enable jabber --take-over --yes');
      for (const name of ['alice', 'carol'])
        await box.sh(
          `echo '${PASSWORD}' | eboxctl users add ${name} --last-name X --set jabber.account=enabled`,
        );
      await box.sh('eboxctl save --yes');
      const there = await signInAs(part, 'alice');
      const query = xml('query', { xmlns: 'jabber:iq:roster' });
      const answer = await there.xmpp.iqCaller.request(xml('iq', { type: 'get', id: 'roster' }, query));
      const items = answer.getChild('query')?.getChildren('item') ?? [];
      assert.deepEqual(items.map(({ attrs }) => attrs['jid']).sort(), CONTACTS);
      const carol = await signInAs(part, 'carol');
      await carol.xmpp.send(xml('presence'));
      const message = await carol.stanza((stanza) => stanza.is('message'));
      assert.equal(message.getChildText('body'), 'for later');
    });
  });
}
