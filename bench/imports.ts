import { performance } from 'node:perf_hooks';
import { tree } from '../src/core/directory.js';
import { nothingChosen } from '../src/core/people/import/imports.js';
import { Secret } from '../src/core/secret.js';
import { modules } from '../src/modules/index.js';
import { createPanel } from '../src/panel.js';
import { thePanel } from '../src/services/records/audit-trail.js';
import type { SupervisedMachine } from '../src/system/machine.js';
import { temporaryMachine } from '../test/helpers/machine.js';
import { endingWell } from './ending.js';
import { startDirectory } from './many-users.js';
import type { Row } from './row.js';

/** People in the file, and lines of it in which something is wrong. */
const PEOPLE = Number(process.env['EBOX_BENCH_PEOPLE'] ?? 10_000);
const BAD = PEOPLE / 100;
/** Passwords that are hashed for the floor, and as many again after the import. */
const HASHED = Math.min(PEOPLE, 200);

/** An import of many people, beside hashing as many passwords: slapd hashes one after the other for both. */
export async function imports(): Promise<readonly Row[]> {
  return endingWell(async (ending) => {
    const machine = await temporaryMachine(ending);
    const panel = await createPanel(machine, modules, 0);
    await panel.modules.enable('users', 'bench');
    await machine.daemons.stop('slapd');
    await startDirectory(machine, panel);
    await addOne(machine);
    const before = await hashSeconds(machine);
    const file = panel.imports.stage(Buffer.from(listOf(PEOPLE)));
    const choices = { ...nothingChosen, generates: true };
    const began = performance.now();
    const checked = await panel.imports.check(file, choices);
    const checkedAfter = (performance.now() - began) / 1000;
    if (checked?.counts.bad !== BAD || checked.counts.add !== PEOPLE - BAD)
      throw new Error(`the check went wrong: ${JSON.stringify(checked?.counts)}`);
    const permission = { actor: thePanel, isSteppedUp: true, answer: -1 };
    await panel.acts.importUsers.request({ file, choices, digest: checked.digest }, permission);
    await panel.imports.ended();
    const seconds = (performance.now() - began) / 1000;
    const state = panel.imports.state();
    if (state?.outcome !== 'ended' || state.failed.length > 0)
      throw new Error(`the import went wrong: ${JSON.stringify(state)}`);
    const each = (before + (await hashSeconds(machine))) / 2 / HASHED;
    const floor = { what: 'hashing their passwords', value: each * (PEOPLE - BAD) };
    return [
      {
        what: `import of ${PEOPLE} people, ${BAD} lines wrong`,
        unit: 's',
        ours: seconds,
        floor,
        goal: { of: 'ratio', atMost: 1.3 },
      },
      { what: `of it: reading and checking the file`, unit: 's', ours: checkedAfter },
    ];
  });
}

const ONE = [{ type: 'uid', value: 'hashed' }, ...tree.users] as const;

async function addOne({ directory }: SupervisedMachine): Promise<void> {
  await directory.add(ONE, {
    objectClass: ['inetOrgPerson', 'posixAccount'],
    uid: ['hashed'],
    cn: ['Hashed'],
    sn: ['Hashed'],
    uidNumber: ['1'],
    gidNumber: ['1'],
    homeDirectory: ['/home/hashed'],
    userPassword: ['correct horse battery'],
  });
}

/** Proving a password hashes it once, and writes nothing. */
async function hashSeconds({ directory }: SupervisedMachine): Promise<number> {
  const began = performance.now();
  for (let count = 0; count < HASHED; count += 1)
    if (!(await directory.proves(ONE, new Secret('correct horse battery'))))
      throw new Error('the password is not taken');
  return (performance.now() - began) / 1000;
}

function listOf(people: number): string {
  const lines = Array.from({ length: people }, (_, number) =>
    number % 100 === 50
      ? `Wrong Name ${number};Ana;López;`
      : `pupil${number};Ana;López ${number};class ${number % 30}`,
  );
  return `Benutzername;Vorname;Nachname;Kommentar\r\n${lines.join('\r\n')}\r\n`;
}
