import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Delivery } from '../../../../src/modules/jabber/announcements/delivery.js';
import { AnnouncementBook } from '../../../../src/modules/jabber/announcements/book.js';
import type { Element } from '../../../../src/modules/jabber/xmpp/element.js';
import { Letters } from '../../../../src/modules/jabber/xmpp/letters.js';
import type { RouterComponent } from '../../../../src/modules/jabber/xmpp/router-component.js';
import { tellSessions } from '../../../../src/modules/jabber/xmpp/session-messages.js';
import { Takers } from '../../../../src/modules/jabber/xmpp/takers.js';
import { memoryMachine } from '../../../helpers/memory-machine.js';

/** Letters over a connection that keeps what was sent. */
function lettersOn() {
  const sent: string[] = [];
  const takers = new Takers('panel.lan', { error: () => undefined });
  const component: Pick<RouterComponent, 'tell' | 'takers'> = {
    takers,
    tell: (_to, stanza) => Promise.resolve(void sent.push(stanza)),
  };
  const letters = new Letters(component);
  const arrives = (id: string, how: { readonly type?: string; readonly isBounced?: true }) => {
    const { type, isBounced } = how;
    const attributes = { id, ...(type === undefined ? {} : { type }) };
    const stanza: Element = {
      ...{ name: 'message', namespace: 'jabber:client', text: '', children: [] },
      attributes,
    };
    const arrived = { from: 'sm', stanza, ...(isBounced === undefined ? {} : { isBounced }) };
    return takers.handOn(arrived, () => Promise.resolve());
  };
  return { letters, sent, component, arrives };
}

test('a message that the router gives back has not arrived', async () => {
  const { letters, arrives } = lettersOn();
  const [error, bounced, good] = [
    await letters.send('chat.lan', 'alice@chat.lan/a', 'hello', 1),
    await letters.send('chat.lan', 'alice@chat.lan/b', 'hello', 1),
    await letters.send('chat.lan', 'alice@chat.lan/c', 'hello', 1),
  ];
  await arrives(error, { type: 'error' });
  await arrives(bounced, { isBounced: true });
  await arrives(good, {});
  assert.deepEqual(
    [error, bounced, good].map((id) => letters.cameBack(id)),
    [true, true, false],
  );
});

test('a message to sessions counts where the session is there afterwards and no error came back', async () => {
  const { letters, sent, arrives } = lettersOn();
  const jids = ['a', 'b', 'c', 'd'].map((device) => `alice@chat.lan/${device}`);
  const panel = {
    sessions: async () => {
      const idOf = (device: string): string =>
        / id='([0-9a-f]+)'/.exec(sent.find((one) => one.includes(`/${device}'`)) ?? '')?.[1] ?? '';
      await arrives(idOf('b'), { type: 'error' });
      await arrives(idOf('c'), { isBounced: true });
      return jids.slice(0, 3);
    },
  };
  const delivered = await tellSessions({ letters, panel }, { domain: 'chat.lan', jids }, 'hello', 1);
  assert.deepEqual(delivered, ['alice@chat.lan/a']);
  for (let round = 0; round < 25; round += 1)
    await tellSessions(
      { letters, panel: { sessions: () => Promise.resolve([]) } },
      { domain: 'chat.lan', jids: Array.from({ length: 1000 }, (_, index) => `u@chat.lan/${index}`) },
      'hello',
      1,
    );
});

test('what became of no message is forgotten: further ones wait', async () => {
  const { letters, component, sent } = lettersOn();
  for (let index = 0; index < 20_000; index += 1)
    await letters.send('chat.lan', `u@chat.lan/${index}`, 'x', 1);
  await assert.rejects(
    letters.send('chat.lan', 'u@chat.lan/more', 'x', 1),
    /Too many messages are under way/,
  );
  assert.equal(sent.length, 20_000);
  letters.forget(sent.map((one) => / id='([0-9a-f]+)'/.exec(one)?.[1] ?? ''));
  component.tell = () => Promise.reject(new Error('no router'));
  for (let index = 0; index < 20_001; index += 1)
    await assert.rejects(letters.send('chat.lan', 'u@chat.lan/x', 'x', 1), /no router/);
});

test('an announcement to very many goes out in rounds, and each user gets it on all devices', async () => {
  const { letters, sent } = lettersOn();
  const { store, clock } = memoryMachine();
  const book = new AnnouncementBook(store, clock);
  const now = clock.now().toISOString();
  await book.add({
    ...{ id: 'one', kind: 'day', forgotten: 0, from: now, until: null, audience: null },
    ...{ versions: [{ text: 'hello', author: 'admin', when: now }], withdrawn: null, ended: null },
  });
  const delivery = new Delivery(book, letters, clock);
  const jids = Array.from(
    { length: 24_000 },
    (_, index) => `user${index % 8000}@chat.lan/${Math.floor(index / 8000)}`,
  );
  const counts: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    clock.pass(5);
    await delivery.round('chat.lan', { jids, at: clock.monotonic() });
    counts.push(sent.length);
  }
  assert.ok(
    counts.every((count, index) => count - (counts[index - 1] ?? 0) <= 5_002),
    counts.join(),
  );
  assert.equal(sent.length, 24_000);
  assert.equal(book.deliveredOf('one').size, 8000);
});
