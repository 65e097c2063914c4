import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptNotes } from '../../../src/modules/dns/kept-notes.js';
import { inEnglish } from '../../helpers/in-english.js';
import { memoryMachine } from '../../helpers/memory-machine.js';
import { dnsSettings } from '../../helpers/named.js';
import { domainWith, host, keptAddress } from './sample-domain.js';
import { verbatim } from '../../../src/core/words/sentence.js';

const school = { ...domainWith({ hosts: [host('chat', '10.0.0.9')] }), id: 'school' };

function notesOf(name: string): unknown {
  const records = [{ module: 'jabber', title: verbatim('Jabber'), records: [keptAddress(name, '10.0.0.1')] }];
  return inEnglish(
    keptNotes({ machine: memoryMachine(), settings: dnsSettings([school]), records }, 'school'),
  );
}

const FOLLOWS =
  'Each save updates these records from the settings of Jabber. They are removed when Jabber is disabled.';

test('a domain shows the records that another module keeps in it, with their purpose', () => {
  assert.deepEqual(notesOf('rooms.school.lan'), [
    {
      title: 'Kept by Jabber',
      notes: [FOLLOWS],
      lines: [{ text: 'rooms.school.lan. A 10.0.0.1', note: 'for a test' }],
    },
  ]);
  assert.deepEqual(notesOf('rooms.elsewhere.lan'), []);
});

test('where the administrator has a row of that name, the page says whose record is used', () => {
  assert.deepEqual(notesOf('chat.school.lan'), [
    {
      title: 'Kept by Jabber',
      notes: [
        FOLLOWS,
        'If a row of yours has the same name, your row is used and the record of Jabber is left out. Delete your row to use the record of Jabber.',
      ],
      lines: [
        {
          text: 'chat.school.lan. A 10.0.0.1',
          note: 'Left out, because you have: chat.school.lan. A 10.0.0.9',
        },
      ],
    },
  ]);
});
