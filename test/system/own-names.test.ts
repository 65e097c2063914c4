import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { ownNames } from '../../src/system/own-names.js';
import { temporaryFolder } from '../helpers/folder.js';

test('this machine is known by its host name and by what hosts(5) says beside it', async (context) => {
  const file = `${await temporaryFolder(context)}/hosts`;
  writeFileSync(
    file,
    '127.0.0.1 localhost\n127.0.1.1\tBox.Example.org box # the machine\n192.0.2.7 other box-2\n# 192.0.2.8 box evil\n',
  );
  assert.deepEqual(ownNames(file, 'Box'), ['box', 'box.example.org']);
  assert.deepEqual(ownNames('/nowhere', 'box'), ['box']);
});
