import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { temporaryFolder } from '../../helpers/folder.js';

/** Writes down each file that Perl forces to the disk, as it lies there at that moment. */
const WITNESS = String.raw`package Witness;
use IO::Handle;
my $sync = \&IO::Handle::sync;
no warnings 'redefine';
*IO::Handle::sync = sub {
    open my $in, '<', "/proc/self/fd/" . fileno($_[0]) or die "$!";
    local $/;
    open my $out, '>>', $ENV{WITNESS} or die "$!";
    print $out scalar <$in>;
    close $out;
    goto &$sync;
};
1;
`;

test('a changed file of a room is on the disk before it takes the place of the old one', async (context) => {
  const folder = await temporaryFolder(context);
  const room = `${folder}/rooms/conference.chat.lan/${'a'.repeat(40)}.xml`;
  await mkdir(`${folder}/rooms/conference.chat.lan`, { recursive: true });
  const list = "<list xdbns='muc:list:owner'><item jid='bob@chat.lan'/></list>";
  const content = (creator: string) => `<xdb><room><creator>${creator}</creator></room>${list}</xdb>`;
  await writeFile(room, content('bob@chat.lan/desk'));
  await writeFile(`${folder}/Witness.pm`, WITNESS);
  await promisify(execFile)(
    '/usr/bin/perl',
    [`-I${folder}`, '-MWitness', 'templates/rooms/creators.pl', `${folder}/rooms`, 'panel', '/bin/true'],
    { env: { WITNESS: `${folder}/synced` } },
  );
  assert.equal(await readFile(room, 'utf8'), content('panel'));
  assert.equal(await readFile(`${folder}/synced`, 'utf8').catch(() => ''), content('panel'));
});
