import { tree } from '../src/core/directory.js';
import { modules } from '../src/modules/index.js';
import { createPanel } from '../src/panel.js';
import type { SupervisedMachine } from '../src/system/machine.js';
import { temporaryMachine } from '../test/helpers/machine.js';
import { BuiltPanel } from './built-panel.js';
import { endingWell, type Ending } from './ending.js';
import { libldapMilliseconds, type LibldapSearch } from './libldap.js';
import { addMany, COMMON, FOLDED, RARE, startDirectory, userNameOf } from './many-users.js';
import { least, median, millisecondsOf } from './numbers.js';
import type { Row } from './row.js';

const FEW = 1_000;
const MANY = 100_000;
const ROUNDS = 4;
const REQUESTS = 40;

/** Ways to ask for the list, but for its page. */
const QUERIES: Readonly<Record<string, string>> = {
  'by name': 'sort=fullName',
  'by account, from the greatest': 'sort=-account.jabber',
  'only enabled accounts': 'account=jabber.account.enabled',
};

/** The pages that show users, at two sizes of the directory. */
export async function users(): Promise<readonly Row[]> {
  return endingWell(async (ending) => {
    const machine = await temporaryMachine(ending);
    const panel = await createPanel(machine, modules, 0);
    await panel.modules.enable('users', 'bench');
    const grow = async (from: number, to: number): Promise<void> => {
      await machine.daemons.stop('slapd');
      await addMany(machine, from, to);
      await startDirectory(machine, panel);
    };
    await grow(0, FEW);
    const few = await atSize(ending, machine, FEW);
    await grow(FEW, MANY);
    const many = await atSize(ending, machine, MANY);
    return [...rowsOf(few, FEW), ...rowsOf(many, MANY), ...growthOf(few, many), ...atManyOnly(many)];
  });
}

/** Milliseconds of a page and of libldap's search for the same. */
interface Pair {
  readonly ours: number;
  readonly floor: number;
}

interface Measured {
  readonly list: Pair;
  readonly search: Pair;
  readonly rare: Pair;
  /** A search without the accents that the names have, and in another order. */
  readonly folding: Pair;
  readonly one: Pair;
  /** The page in the middle of the sorted list. */
  readonly middle: number;
  /** A sort or a filter → the page in the middle of that. */
  readonly others: Readonly<Record<string, number>>;
  /** The first page after the panel's start, beside reading all entries. */
  readonly first: Pair;
  readonly megabytes: number;
}

async function atSize(ending: Ending, machine: SupervisedMachine, size: number): Promise<Measured> {
  const panel = await BuiltPanel.start(ending, machine.layout);
  const page = async (path: string): Promise<number> =>
    median(await panel.web.each(panel.page(path), REQUESTS));
  const pair = async (path: string, search: LibldapSearch, count = 200): Promise<Pair> => {
    const ours: number[] = [];
    const one: number[] = [];
    const many: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      one.push(await libldapMilliseconds(machine, search, 1));
      many.push(await libldapMilliseconds(machine, search, 1 + count));
      ours.push(await page(path));
    }
    return { ours: least(ours), floor: (least(many) - least(one)) / count };
  };
  const [filled = NaN] = await panel.web.each(panel.page('/users'), 1);
  const read = await millisecondsOf(() => readAll(machine));
  const isUser = { filter: '(objectClass=%s)', value: 'posixAccount', limit: 50 };
  const named = (value: string): LibldapSearch => ({ filter: '(cn=*%s*)', value, limit: 50 });
  const inTheMiddle = `page=${Math.floor(size / 100)}`;
  const best = async (path: string): Promise<number> =>
    least([await page(path), await page(path), await page(path)]);
  const others: Record<string, number> = {};
  for (const [what, query] of Object.entries(QUERIES))
    others[what] = await best(`/users?${query}&${inTheMiddle}`);
  const name = userNameOf(Math.floor(size / 2));
  const measured = {
    first: { ours: filled, floor: read },
    list: await pair('/users', isUser),
    middle: await best(`/users?${inTheMiddle}`),
    others,
    search: await pair(`/users?search=${encodeURIComponent(COMMON)}`, named(COMMON)),
    folding: await pair(`/users?search=${encodeURIComponent(FOLDED.typed)}`, named(FOLDED.stored)),
    rare: await pair(`/users?search=${RARE}`, named(RARE), size > FEW ? 5 : 200),
    one: await pair(`/users/edit/${name}`, { filter: '(uid=%s)', value: name, limit: 2 }),
    megabytes: await panel.web.megabytes(),
  };
  await panel.web.stop();
  return measured;
}

/** One full streamed read of what the index needs. */
async function readAll({ directory }: SupervisedMachine): Promise<void> {
  await directory.each(
    {
      base: tree.base,
      scope: 'sub',
      filter: { kind: 'present', attribute: 'objectClass' },
      attributes: [
        'objectClass',
        'uid',
        'cn',
        'displayName',
        'description',
        'mail',
        'entryUUID',
        'jabberUid',
        'jabberAdmin',
      ],
    },
    () => undefined,
  );
}

function rowsOf(measured: Measured, size: number): readonly Row[] {
  const row = (what: string, { ours, floor }: Pair, atMost: number): Row => ({
    what: `${what}, ${size.toLocaleString('en')} users`,
    unit: 'ms',
    ours,
    floor: { what: 'libldap', value: floor },
    goal: { of: 'ratio', atMost },
  });
  return [
    row('users page', measured.list, 5),
    row('search, 50 shown', measured.search, 5),
    row('search that folds accents', measured.folding, 5),
    row('search for a rare short term', measured.rare, size === MANY ? 1.2 : 5),
    row("one user's page", measured.one, 8),
  ];
}

function growthOf(few: Measured, many: Measured): readonly Row[] {
  const floor = { what: `at ${FEW.toLocaleString('en')}`, value: few.list.ours };
  const goal = { of: 'ratio', atMost: 1.5 } as const;
  return [
    { what: 'users page, 100,000 beside 1,000', unit: 'ms', ours: many.list.ours, floor, goal },
    {
      what: 'page in the middle of 100,000 beside the first',
      unit: 'ms',
      ours: many.middle,
      floor: { what: 'first page', value: many.list.ours },
    },
    ...Object.entries(many.others).map(([what, ours]) => ({
      what: `${what}, in the middle, 100,000 beside 1,000`,
      unit: 'ms' as const,
      ours,
      floor: { what: `at ${FEW.toLocaleString('en')}`, value: few.others[what] ?? NaN },
      goal,
    })),
  ];
}

function atManyOnly({ first, megabytes }: Measured): readonly Row[] {
  return [
    {
      what: 'first users page after the start, 100,000',
      unit: 'ms',
      ours: first.ours,
      floor: { what: 'one streamed read', value: first.floor },
      goal: { of: 'ratio', atMost: 1.2 },
    },
    {
      what: 'memory of the panel at 100,000 users',
      unit: 'MB',
      ours: megabytes,
      goal: { of: 'value', atMost: 200 },
    },
  ];
}
