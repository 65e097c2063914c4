import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { z } from 'zod';
import { shellOf } from '../helpers/eboxctl.js';
import { eventually } from '../helpers/eventually.js';
import { temporaryFolder } from '../helpers/folder.js';
import { expectLog } from '../helpers/log-rule.js';
import { startPanel } from '../helpers/panel-process.js';
import { signIn } from '../helpers/xmpp-client.js';

const PEOPLE = 60;
const DOMAIN = 'chat.lan';

const stateSchema = z.object({
  state: z.object({ outcome: z.string(), done: z.number(), total: z.number(), passwords: z.number() }),
});

/** Every file of a folder. */
async function contents(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map(({ name }) => readFile(`${folder}/${name}`, 'latin1')));
}

test('the panel is killed three times in an import: each person is there once, and signs in as handed out', async (context) => {
  // A panel that was killed leaves its place at the router, and requests to the directory, to be found by those.
  expectLog('router', / tried to bind 'panel\.ebox\.invalid', but it's already bound$/);
  expectLog('slapd', / send_ldap_response: ber write failed$/);
  const panel = await startPanel(context);
  const { type } = shellOf(panel.state);
  const told = async (line: string): Promise<string> => {
    const { code, out, err } = await type(line);
    assert.equal(code, 0, `${line}: ${out}${err}`);
    return out;
  };
  await told('modules enable jabber --yes');
  await told(`settings set jabber domain=${DOMAIN} --yes`);
  await told('save --yes --no-watch');
  const folder = await temporaryFolder(context);
  const people = Array.from({ length: PEOPLE }, (_, number) => `pupil${number},López ${number}`);
  await writeFile(`${folder}/list.csv`, `uid,sn\n${people.join('\n')}\n`);
  const stateNow = async () => {
    const { out, err } = await type('users import-state --json');
    return /"state"/.test(out) ? stateSchema.parse(JSON.parse(out)).state : err;
  };

  let begin = `users import ${folder}/list.csv --generate-passwords`;
  for (const share of [0.2, 0.5, 0.8]) {
    const running = type(begin).catch(() => null);
    await eventually(async () => {
      const state = await stateNow();
      assert.ok(typeof state !== 'string' && state.done >= share * PEOPLE, JSON.stringify(state));
    }, 60);
    const { mode } = await stat(`${panel.state}/panel/import-people.json`);
    assert.equal(mode & 0o777, 0o600);
    await panel.kill('SIGKILL');
    await running;
    await panel.start();
    assert.match((await type('users import-state')).err, /The import is stopped/);
    begin = 'users import-continue';
  }
  await told(begin);
  await eventually(async () => {
    const state = await stateNow();
    assert.ok(typeof state !== 'string' && state.outcome === 'ended', JSON.stringify(state));
  }, 60);

  const handed = await told('users import-passwords');
  const passwords = new Map(
    handed.split('\n').flatMap((line): [string, string][] => {
      const [userName = '', , , , password = ''] = line.split(',');
      return userName.startsWith('pupil') ? [[userName, password]] : [];
    }),
  );
  assert.equal(passwords.size, PEOPLE);
  const listed = (await told('users list')).match(/^pupil\d+ /gm) ?? [];
  assert.equal(listed.length, PEOPLE);
  assert.equal(new Set(listed).size, PEOPLE);
  for (const [username, password] of passwords)
    (await signIn(context, { port: panel.ports.client, domain: DOMAIN, username, password })).xmpp
      .stop()
      .catch(() => undefined);
  assert.match(
    await told(`users import ${folder}/list.csv --generate-passwords`),
    /60 users are as in the file/,
  );

  await told('users import-forget');
  const kept = (await contents(`${panel.state}/panel`)).join('\n') + panel.output();
  for (const password of passwords.values()) assert.ok(!kept.includes(password), 'a password is kept');
});
