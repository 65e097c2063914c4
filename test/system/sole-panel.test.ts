import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { symlink } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import { text } from 'node:stream/consumers';
import { temporaryFolder } from '../helpers/folder.js';

/** A process that becomes the panel of a folder, says so, and stays. */
function panelOf(context: TestContext, folder: string): ChildProcess {
  const program = `
    import { becomeSolePanel } from './src/system/sole-panel.ts';
    try { await becomeSolePanel(${JSON.stringify(folder)}); console.log('alone'); setInterval(() => {}, 60_000); }
    catch (error) { console.log(error.message); }`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  context.after(() => child.kill('SIGKILL'));
  return child;
}

async function firstWords(child: ChildProcess): Promise<string> {
  assert.ok(child.stdout !== null);
  for await (const words of child.stdout) return String(words);
  return '';
}

test('a state folder has one panel at a time, whatever path leads to it, and another folder has its own', async (context) => {
  const [folder, other] = [await temporaryFolder(context), await temporaryFolder(context)];
  await symlink(folder, `${other}/same`);
  const first = panelOf(context, folder);
  assert.equal(await firstWords(first), 'alone\n');
  const second = panelOf(context, `${other}/same`);
  assert.ok(second.stdout !== null);
  assert.match(await text(second.stdout), /Another panel already uses .*\/same\. Use that one/);
  assert.equal(await firstWords(panelOf(context, other)), 'alone\n');
  first.kill('SIGKILL');
  await once(first, 'exit');
  assert.equal(await firstWords(panelOf(context, folder)), 'alone\n');
});
