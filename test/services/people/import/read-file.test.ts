import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decoded, recognisedEncoding } from '../../../../src/core/people/import/encoding.js';
import { plainCell, safeCell } from '../../../../src/core/people/import/formula.js';
import { nothingChosen } from '../../../../src/core/people/import/imports.js';
import { readFile } from '../../../../src/services/people/import/read-file.js';
import { jabberPart } from '../../../helpers/account-parts.js';
import { said } from '../../../helpers/in-english.js';

const parts = [jabberPart()];
const read = (text: string | Uint8Array, choices = {}) =>
  readFile(typeof text === 'string' ? Buffer.from(text) : text, { ...nothingChosen, ...choices }, parts);
const peopleOf = async (text: string | Uint8Array, choices = {}) =>
  (await read(text, choices)).people.map(({ userName, own, password }) =>
    [userName, own['firstName'] ?? '', own['lastName'] ?? '', password].join('|'),
  );
const targetsOf = async (text: string) => (await read(text)).columns.map(({ target }) => target).join(' ');

/** UTF-16LE with its mark, as Excel's "Unicode Text" has it. */
const wide = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

describe('a file of people is read', () => {
  test('the encodings: by mark, strict UTF-8, the zeros of UTF-16; else it is asked for with samples', async () => {
    const latin = Buffer.from([...Buffer.from('uid,sn\na,'), 0x4f, 0x92, 0x4e, 0x80, 0xfc, 0x0a]);
    assert.equal(recognisedEncoding(Buffer.from('\ufeffuid\n')), 'utf-8');
    assert.equal(recognisedEncoding(Buffer.from('uid\nMüller\n')), 'utf-8');
    assert.equal(recognisedEncoding(wide('uid\n')), 'utf-16le');
    assert.equal(recognisedEncoding(wide('uid,name\n').subarray(2)), 'utf-16le', 'without a mark');
    assert.equal(recognisedEncoding(latin), null);
    assert.equal(decoded(latin, 'windows-1252'), 'uid,sn\na,O’N€ü\n', 'also on Node 20');
    assert.equal(decoded(Buffer.from([0x9f]), 'macintosh'), 'ü');
    const asked = await read(latin);
    assert.deepEqual([asked.encoding, asked.people.length], [null, 0], 'nobody guesses');
    const samples = Object.fromEntries(asked.samples.map(({ encoding, text }) => [encoding, text]));
    assert.match(samples['windows-1252'] ?? '', /O’N€ü/);
    assert.match(samples['macintosh'] ?? '', /OíNÄ¸/);
    assert.deepEqual(await peopleOf(latin, { encoding: 'windows-1252' }), ['a||O’N€ü|']);
    assert.deepEqual(await peopleOf(wide('uid\tsn\r\nanna\tLópez\r\n')), ['anna||López|']);
  });

  test('the forms of the programs that people come from', async () => {
    assert.deepEqual(
      await peopleOf('sep=;\r\nUser name;First name;Last name;Password\r\nanna;Anna;López;correct horse\r\n'),
      ['anna|Anna|López|correct horse'],
      'Excel',
    );
    assert.deepEqual(
      await peopleOf(
        'First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Org Unit Path\nAnna,López,Anna.Lopez@x.org,****,/\n',
      ),
      ['anna.lopez|Anna|López|'],
      'Google: stars are no password',
    );
    assert.deepEqual(
      await peopleOf(
        'version:v1.0\nName [displayName] Required,User name [userPrincipalName] Required,Initial password [passwordProfile] Required,Block sign in (Yes/No) [accountEnabled] Required\nChris Green,chris@contoso.com,myPassword1234,No\n',
      ),
      ['chris|Chris|Green|myPassword1234'],
      'Entra',
    );
    assert.deepEqual(
      await peopleOf(
        'DN,objectClass,cn,sn,givenName,sAMAccountName\n"CN=Anna,DC=x",top;person,Anna López,López,Anna,anna\n',
      ),
      ['anna|Anna|López|'],
      'csvde',
    );
    assert.deepEqual(
      await peopleOf(
        '#TYPE Selected.User\r\n"SamAccountName","GivenName","Surname"\r\n"jmuller","J","M?ller"\r\n',
      ),
      ['jmuller|J|M?ller|'],
      'PowerShell',
    );
    const yunohost =
      'username;firstname;lastname;password;mailbox-quota;mail;mail-alias;mail-forward;groups\n';
    assert.deepEqual(await peopleOf(`${yunohost}anna;Anna;López;secret words;0;a@x.org;;;staff,all\n`), [
      'anna|Anna|López|secret words',
    ]);
    assert.deepEqual(
      await peopleOf('anna;ou=Users;Anna;A;López;Anna López;teacher;a@x.org;secret words;0;2000;staff:all\n'),
      ['anna|Anna|López|secret words'],
      'Zentyal has no header',
    );
    assert.match(said((await read('#TYPE X\n"uid","sn"\n"m","M?ller"\n')).notes[0] ?? ''), /-Encoding UTF8/);
    assert.match(
      said((await read('uid,sn,groups\na,b,c\n')).notes[0] ?? ''),
      /groups in the file are left out/,
    );
  });

  test('two columns of one name stay two; a column that is chosen twice is said', async () => {
    assert.equal(await targetsOf('uid,sn,sn\na,b,c\n'), 'userName lastName ');
    const twice = await read('uid,sn,x\na,b,c\n', { columns: ['userName', 'lastName', 'lastName'] });
    assert.match(said(twice.trouble), /Two columns are the same: Last name/);
    const none = await read('x,y\n1,2\n');
    assert.match(said(none.trouble), /No column is recognised/);
  });

  test('lines that are not even are named, with the line in the file', async () => {
    const file = await read('uid,sn\n"a","b\nc"\n\nd\ne,f,g\nh,i,,\n');
    assert.deepEqual(
      file.ragged.map(({ line }) => line),
      [5, 6],
    );
    assert.deepEqual(
      file.people.map(({ line }) => line),
      [2, 7],
    );
  });

  test('hostile text is shown as marks, on one line, and cut', async () => {
    const file = await read(`uid,sn\nev\u202eil\u0000,"a\nb${'x'.repeat(500)}"\n`);
    const [name = '', last = ''] = file.columns.map(({ examples }) => examples[0] ?? '');
    assert.equal(name, 'ev\ufffdil\ufffd');
    assert.ok(last.startsWith('a\ufffdb') && last.length === 61);
  });

  test('user names are made from names where the file has none', async () => {
    assert.deepEqual(await peopleOf('Vorname;Nachname;Klasse\nÁna María;Weiß Ørsted;5a\n'), [
      'anamaria.weissorsted|Ána María|Weiß Ørsted|',
    ]);
    assert.deepEqual(await peopleOf('name,mail\n"López, Anna",AL@x.org\n'), ['al|Anna|López|']);
  });

  test('cells that look like formulas are marked, and lose the mark again', () => {
    for (const text of ['=1+1', '+1', '-1', '@x', '\tx', '\rx', "'=1", "''=1", '＝1', "'plain", 'plain', ''])
      assert.equal(plainCell(safeCell(text)), text);
    for (const text of ['=1', "'=1", '＝1']) assert.ok(safeCell(text).startsWith("'"));
    assert.equal(plainCell("'plain"), "'plain");
  });

  test('what is no table is refused, with the line and what to do', async () => {
    const troubleOf = async (text: string) => said((await read(text)).trouble);
    assert.match(
      await troubleOf('uid,sn\na,"b\nc,d\n'),
      /opened in line 2 or shortly after, and never closed/,
    );
    assert.match(await troubleOf(`uid,sn\na,"${'b'.repeat(70_000)}\n`), /Line 2 is too long/);
    assert.match(await troubleOf(`uid,sn\n${'a,b\n'.repeat(20_001)}`), /more than 20,000 lines/);
    assert.match(await troubleOf(''), /The file is empty/);
    assert.match(await troubleOf('uid,sn\n'), /only a header/);
  });
});
