import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elementOf, payloadOf, storedStanza } from '../../../../src/modules/jabber/xmpp/stored-stanza.js';

const stored = (tag: string, content: string) =>
  storedStanza(`NAD<route><${tag}>${content}</${/^\w+/.exec(tag)?.[0] ?? ''}></route>`);

test('what is in a stored stanza is sent with the declarations of the stanza, or not at all', () => {
  const content = "<query xmlns='jabber:iq:private'><foo xmlns='urn:y' p:a='1'/></query>";
  assert.equal(
    payloadOf(stored("iq type='set' xmlns:p='urn:x'", content)),
    content.replace('<query', "<query xmlns:p='urn:x'"),
  );
  const own = "<p:query xmlns:p='urn:z'/>";
  assert.equal(payloadOf(stored("iq type='set' xmlns:p='urn:x'", own)), own);
  assert.equal(payloadOf(stored("iq type='set'", content)), null);
  assert.equal(payloadOf(stored("iq xmlns:p='urn:x'", `<a/>${content}`)), null);
  assert.equal(elementOf(stored("message xmlns:p='urn:x'", '<p:a/>'))?.children[0]?.namespace, 'urn:x');
  assert.equal(elementOf(stored('message', '<p:a/>')), null);
});
