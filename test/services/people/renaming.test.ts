import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xml } from '@xmpp/client';
import { isAsked } from '../../../src/core/act.js';
import { tree } from '../../../src/core/directory.js';
import { portsOf } from '../../../src/modules/jabber/ports.js';
import { createPanel } from '../../../src/panel.js';
import { modules } from '../../../src/modules/index.js';
import { PanelError } from '../../../src/errors.js';
import { BlockedNames } from '../../../src/services/people/renaming/blocked-names.js';
import { Renaming, type RenamingParts } from '../../../src/services/people/renaming/renaming.js';
import { enabledPanel, userPassword } from '../../helpers/enabled-panel.js';
import { eventually } from '../../helpers/eventually.js';
import { inEnglish, said } from '../../helpers/in-english.js';
import { expectLog } from '../../helpers/log-rule.js';
import { signIn } from '../../helpers/xmpp-client.js';

const permission = { actor: { who: 'admin', from: '', session: '' }, isSteppedUp: true, answer: -1 };
const domain = 'chat.lan';
const ROSTER = 'jabber:iq:roster';

test('a user gets another name', async (context) => {
  expectLog('sm', / deleted user: jid=\w+@chat\.lan$/);
  expectLog('sign-in', / refused "(alice|anna)": no enabled account of this name$/);
  const { machine, panel } = await enabledPanel(context, ['alice', 'bob']);
  const { acts } = panel;
  await panel.names.look();
  const client = (username: string) =>
    signIn(context, { domain, port: portsOf(machine.layout).client, username, password: userPassword });
  const rename = async (userName: string, newName: string, days: number | null = 30) => {
    const user = await panel.users.find(userName);
    const came = await acts.renameUser.request({ user, newName, days }, permission);
    if (isAsked(came)) return 'asked';
    return inEnglish(came.kind === 'renamed' ? came.sentence : came.errors);
  };
  const entryOf = async (uid: string) => {
    const filter = { kind: 'equals', attribute: 'uid', value: uid } as const;
    const attributes = ['uid', 'entryUUID', 'userPassword', 'homeDirectory', 'jabberUid', 'jabberAdmin'];
    const { entries } = await machine.directory.search({
      base: tree.users,
      scope: 'sub',
      filter,
      attributes,
    });
    return entries[0]?.attributes;
  };
  const bob = await client('bob');
  await bob.xmpp.send(xml('presence'));
  await bob.xmpp.iqCaller.request(
    xml('iq', { type: 'set' }, xml('query', { xmlns: ROSTER }, xml('item', { jid: `alice@${domain}` }))),
  );
  await bob.xmpp.iqCaller.request(xml('iq', { type: 'get' }, xml('query', { xmlns: ROSTER })));

  await context.test('what follows and what does not is asked first', async () => {
    const user = await panel.users.find('alice');
    const wanted = { user, newName: 'anna', days: 30 };
    const asked = await acts.renameUser.request(wanted, { ...permission, answer: null });
    assert.ok(isAsked(asked) && asked.question !== null);
    assert.match(said(asked.question.title), /^Rename alice to anna\?$/);
    const sentences = asked.question.sentences.map(said).join(' ');
    assert.match(sentences, /To the new name go: the entry in the contact list of 1 other user\./);
    assert.match(sentences, /The user types the new name into each client\./);
    assert.ok(await panel.users.find('alice'));
  });

  await context.test('names that cannot be given are refused at their field', async () => {
    assert.deepEqual(await rename('alice', ''), { newName: 'Type the new name.' });
    assert.match(JSON.stringify(await rename('alice', 'Al Ice')), /only lower-case letters/);
    assert.deepEqual(await rename('alice', 'alice'), { newName: 'The user has this name already.' });
    assert.deepEqual(await rename('alice', 'bob'), { newName: 'A user with this name exists already.' });
  });

  await context.test(
    'only the user is signed out, and signs in with the new name and the old password',
    async () => {
      const alice = await client('alice');
      await alice.xmpp.send(xml('presence'));
      const before = await entryOf('alice');
      assert.equal(await rename('alice', 'anna'), 'The user alice is now called anna.');
      await alice.disconnected();
      await bob.stanza((stanza) => /anna@chat\.lan/.test(String(stanza.getChild('query', ROSTER))));
      const after = await entryOf('anna');
      assert.equal(after?.get('entryuuid')?.[0], before?.get('entryuuid')?.[0]);
      assert.deepEqual(after?.get('jabberuid'), ['anna']);
      assert.deepEqual(after.get('homedirectory'), ['/home/anna']);
      const anna = await client('anna');
      await anna.xmpp.stop();
      await assert.rejects(client('alice'), /not-authorized/);
      assert.deepEqual(
        (await panel.sessionWatch.connected()).map(({ address }) => address),
        [bob.jid],
      );
      assert.equal(await panel.renaming.unfinished(), null);
    },
  );

  await context.test('the old name is blocked, but for the user who had it', async () => {
    const fields = {
      ...{ userName: 'alice', firstName: '', lastName: 'Other', comment: '' },
      ...{ password: userPassword, passwordAgain: userPassword },
    };
    assert.match(
      JSON.stringify(inEnglish(await panel.users.errorsOfNew(fields))),
      /This was the name of anna before, and is blocked until/,
    );
    assert.match(JSON.stringify(await rename('bob', 'alice')), /is blocked until/);
    assert.equal(await rename('anna', 'alice', null), 'The user anna is now called alice.');
    assert.match(
      JSON.stringify(await rename('bob', 'anna')),
      /was the name of alice before, and is blocked\./,
    );
  });

  await context.test('while the chat server does not answer nothing is begun', async () => {
    await machine.daemons.stop('sm');
    assert.match(JSON.stringify(await rename('alice', 'anna')), /No service answers .*Nothing was changed\./);
    assert.equal(await panel.renaming.unfinished(), null);
    await machine.daemons.start('sm');
    await eventually(() => panel.names.renaming('alice'));
  });

  await context.test(
    'what was interrupted is finished later, and until then neither name signs in',
    async () => {
      const entryUuid = (await entryOf('alice'))?.get('entryuuid')?.[0];
      const accounts = { jabber: { account: 'enabled', administrator: false } };
      await machine.store
        .document('renaming')
        .write({ ...{ from: 'alice', to: 'anna', until: null }, entryUuid, accounts });
      await machine.directory.rename([{ type: 'uid', value: 'alice' }, ...tree.users], {
        type: 'uid',
        value: 'anna',
      });
      for (const name of ['alice', 'anna']) await assert.rejects(client(name), /not-authorized/);
      assert.match(JSON.stringify(await rename('bob', 'robert')), /Another user is being renamed/);
      const fields = {
        ...{ userName: 'alice', firstName: '', lastName: 'Other', comment: '' },
        ...{ password: userPassword, passwordAgain: userPassword },
      };
      assert.deepEqual(inEnglish(await panel.users.errorsOfNew(fields)), {
        userName: 'Another user is being renamed at the moment.',
      });
      const again = await createPanel(machine, modules, 0);
      await again.renaming.look();
      assert.equal(await again.renaming.unfinished(), null);
      const anna = await client('anna');
      await anna.xmpp.stop();
      const [last] = await again.audit.latest(1);
      assert.equal(
        `${last?.who ?? ''}: ${last?.what ?? ''}`,
        'the panel: User alice renamed to anna: finished',
      );
    },
  );

  await context.test(
    'where the directory did not answer it goes on, with the accounts as they were then',
    async () => {
      const user = await panel.users.find('bob');
      const disabled = { jabber: { account: 'disabled', administrator: false } };
      const fields = { firstName: '', lastName: 'bob', comment: '', password: '', passwordAgain: '' };
      const { csn } = user;
      assert.equal((await panel.users.edit('bob', { csn, fields, accounts: disabled })).kind, 'changed');
      const { directory, store } = machine;
      const late: RenamingParts['machine']['directory'] = {
        search: (request) => directory.search(request),
        modify: (dn, changes) => directory.modify(dn, changes),
        rename: async (dn, name) => {
          await directory.rename(dn, name);
          throw new PanelError('directory-outcome-unknown');
        },
      };
      const log = { info: () => undefined, error: () => undefined };
      const renaming = new Renaming({
        ...{ users: panel.users, names: panel.names, sessionWatch: panel.sessionWatch },
        ...{ draft: panel.draft, audit: panel.audit },
        machine: { directory: late, store, log },
        blocked: new BlockedNames({ store, clock: machine.clock }),
      });
      let begun = 0;
      const came = await renaming.start(user, 'robert', null, async () => {
        begun += 1;
        return Promise.resolve();
      });
      assert.deepEqual([Object.keys(came), begun], [['unfinished'], 1]);
      await renaming.look();
      assert.equal(await renaming.unfinished(), null);
      assert.equal((await panel.users.find('robert')).accounts[0]?.values['account'], 'disabled');
    },
  );
});
