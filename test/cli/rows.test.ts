import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { test, type TestContext } from 'node:test';
import { z } from 'zod';
import { rowsOf } from '../../src/core/fields/rows.js';
import type { Row } from '../../src/core/settings.js';
import { openShell, type Said, type Shell } from '../helpers/eboxctl.js';
import { tablesModule } from '../web/sample-tables.js';
import { startPanel, type TestPanel } from '../web/test-panel.js';

const answerSchema = z.object({
  changed: z.boolean().optional(),
  ids: z.array(z.string()).optional(),
  rows: z.array(z.looseObject({ id: z.string() })).optional(),
});
const json = ({ out }: Said) => answerSchema.parse(JSON.parse(out));

async function open(context: TestContext): Promise<TestPanel & Shell> {
  const panel = await startPanel(context, {}, undefined, [tablesModule()]);
  return { ...panel, ...(await openShell(context, { ...panel.deps, ...panel.panel })) };
}

const sitesOf = async ({ panel }: TestPanel): Promise<readonly Row[]> =>
  rowsOf((await panel.draft.view('sites')).settings['sites']);

async function withSites(context: TestContext): Promise<TestPanel & Shell> {
  const opened = await open(context);
  const { type } = opened;
  for (const name of ['school', 'office'])
    assert.equal((await type(`rows add sites sites name=${name} addresses=10.0.0.1`)).code, 0);
  const lines = 'printer 10.0.0.7 60 printer no\ndoor;10.0.0.8, 10.0.0.9;5;server;yes\n\n';
  const imported = await type('rows import sites sites/school/hosts --json', lines);
  assert.equal(imported.code, 0, imported.err);
  assert.equal(json(imported).ids?.length, 2);
  return opened;
}

test('rows are added, listed, changed and deleted, each named by what it is called or by its id', async (context) => {
  const opened = await withSites(context);
  const { type } = opened;
  const listed = await type('rows list sites sites');
  assert.match(listed.out, /^name +addresses +open +hosts +notes\nschool +10\.0\.0\.1 +no +\(2 rows/);
  assert.match(
    (await type('rows list sites sites/school/hosts')).out,
    /\ndoor +10\.0\.0\.8, 10\.0\.0\.9 +5 +server +yes\n$/,
  );
  assert.match(
    (await type('rows list sites sites/school/hosts/printer')).out,
    /^name=printer\naddresses=10\.0\.0\.7\nseconds=60\n/,
  );

  const [school] = await sitesOf(opened);
  const [printer] = rowsOf(school?.['hosts']);
  const set = await type(
    `rows set sites sites/${school?.id}/hosts/${printer?.id} addresses=10.0.0.70 spare=yes --detailed-exitcode`,
  );
  assert.deepEqual([set.code, set.err], [10, '']);
  const shown = json(await type('rows list sites sites/school/hosts/printer --json')).rows;
  assert.deepEqual(shown, [{ ...printer, addresses: ['10.0.0.70'], spare: true }]);
  const [said] = await opened.panel.audit.latest(1);
  assert.deepEqual(
    [said?.what, said?.who, said?.after],
    ['Sites: school · Host: printer changed in the draft', 'admin (eboxctl, carol)', '10.0.0.70, yes'],
  );

  const gone = 'rows delete sites sites/school/hosts/door --detailed-exitcode';
  assert.equal((await type(gone)).code, 10);
  const again = await type(gone);
  assert.equal(again.code, 0);
  assert.match(again.out, /There is no row “door”\. There are: printer\. Nothing was changed\./);
  const [after] = await sitesOf(opened);
  assert.deepEqual(
    rowsOf(after?.['hosts']).map(({ id }) => id),
    [printer?.id],
  );
});

test('what is said twice changes nothing the second time', async (context) => {
  const { type } = await withSites(context);
  for (const [line, input] of [
    ['rows add sites sites/school/hosts name=printer addresses=10.0.0.7 kind=printer', ''],
    ['rows set sites sites/school/hosts/printer seconds=60 spare=no', ''],
    ['rows import sites sites/school/hosts', 'door;10.0.0.8, 10.0.0.9;5;server;yes'],
    ['rows import sites sites/school/hosts', ''],
  ] as const) {
    const said = await type(`${line} --json`, input);
    assert.deepEqual([said.code, said.err], [0, ''], line);
    assert.equal(json(said).changed, false, line);
  }
  assert.match(
    (await type('rows add sites sites name=school')).err,
    /sites\/school name: There is such a site already/,
  );
});

test('errors name the cell, and nothing is taken in part', async (context) => {
  const opened = await withSites(context);
  const { type } = opened;
  const before = await sitesOf(opened);
  for (const [line, input, sentence] of [
    [
      'rows set sites sites/school/hosts/door seconds=soon name=gate',
      '',
      'sites/school/hosts/gate seconds: Type a number of seconds.',
    ],
    [
      'rows set sites sites/school addresses=10.0.0.1,here',
      '',
      'sites/school addresses: An address has digits and dots.',
    ],
    ['rows set sites sites/school open=perhaps', '', 'sites/school open: Type "yes" or "no".'],
    [
      'rows set sites sites/school size=5',
      '',
      'sites/school size: There is no such setting. The settings are: name, addresses, open, hosts, notes.',
    ],
    ['rows set sites sites/school hosts=x', '', 'sites/school hosts: This is a table: use "eboxctl rows".'],
    ['rows set sites sites/school id=x', '', 'sites/school id: There is no such setting.'],
    ['rows add sites sites/school/hosts seconds=1', '', 'sites/school/hosts/3 name: Type a name.'],
    [
      'rows import sites sites/school/hosts',
      'a 1.1.1.1\nb here\nc 1.1.1.1 5 camera',
      'sites/school/hosts/b addresses: An address has digits and dots.\nsites/school/hosts/c kind: Choose Server or Printer.',
    ],
  ] as const) {
    const said = await type(line, input);
    assert.equal(said.code, 1, line);
    assert.ok(said.err.includes(sentence), `${line}: ${said.err}`);
  }
  assert.deepEqual(await sitesOf(opened), before);
});

test('a path that leads nowhere, or to several rows, is told with what there is', async (context) => {
  const opened = await withSites(context);
  const { type } = opened;
  await type('rows add sites sites/school/hosts name=printer addresses=10.0.0.99');
  await type('rows add sites sites name=a/b');
  for (const [line, sentence] of [
    ['rows list sites places', /There is no table “places”\. The tables are: sites, relays\./],
    ['rows list sites word', /There is no table “word”/],
    ['rows list sites sites/nowhere', /There is no row “nowhere”\. There are: school, office, a\/b\./],
    [
      'rows set sites sites/school/hosts/pc name=x',
      /There is no row “pc”\. There are: printer, door, printer\./,
    ],
    ['rows list sites sites/office/notes/x', /There is no row “x”\. The table is empty\./],
    ['rows list sites sites/school/doors', /There is no table “doors”\. The tables are: hosts, notes\./],
    [
      'rows set sites sites/school/hosts/printer name=x',
      /2 rows are called “printer”\. Name one by its id: [0-9a-f-]{36} \(10\.0\.0\.7, 60, printer, no\); /,
    ],
    ['rows delete sites sites/school/hosts/printer', /2 rows are called “printer”/],
    ['rows delete sites sites', /is a whole table\. Name one row: sites\/NAME\./],
    ['rows add sites sites/school name=x', /“sites\/school” is one row\. Name a table, such as sites\./],
    ['rows list nothing sites', /no module with this name/],
    ['rows list sites __proto__/x', /There is no table/],
  ] as const) {
    const said = await type(line);
    assert.equal(said.code, 1, line);
    assert.match(said.err, sentence);
  }
  assert.match((await type('rows list sites sites/a/b')).out, /^name=a\/b\n/);
  assert.equal((await type('rows add sites sites')).code, 2);
});

test('where the page asks first, the command needs --yes', async (context) => {
  const opened = await open(context);
  const { type } = opened;
  await opened.panel.modules.enable('sites', 'admin');
  await opened.save();
  const asked = await type('rows add sites sites name=school');
  assert.equal(asked.code, 1);
  assert.match(asked.err, /Is this your first site\?\nThen others follow\.\n.*--yes/);
  assert.deepEqual(await sitesOf(opened), []);
  assert.equal((await type('rows add sites sites name=school --yes')).code, 0);
  const danger = await type('rows set sites sites/school open=yes');
  assert.match(danger.err, /A site is opened to all\.\n.*--yes/);
  assert.equal((await type('rows set sites sites/school open=yes --yes')).code, 0);
  assert.equal((await sitesOf(opened))[0]?.['open'], true);
});

test('a thousand rows are imported at once, by the real program from its standard input', async (context) => {
  const opened = await withSites(context);
  const lines = Array.from({ length: 1_000 }, (_, index) => `host-${index}\t10.1.1.1, 10.1.1.2\t30\n`).join(
    '',
  );
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'src/eboxctl-main.ts', 'rows', 'import', 'sites', 'sites/office/hosts'],
    { env: { PATH: process.env['PATH'], EBOX_STATE_DIR: opened.state }, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  child.stdin.end(lines);
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  assert.deepEqual(
    [out, err],
    ['The changes are in the draft. They take effect after "eboxctl save".\n', ''],
  );
  const [, office] = await sitesOf(opened);
  assert.equal(rowsOf(office?.['hosts']).length, 1_000);
  const listed = await opened.type('rows list sites sites/office/hosts');
  assert.match(listed.out, /\nhost-999 +10\.1\.1\.1, 10\.1\.1\.2 +30 /);
});
