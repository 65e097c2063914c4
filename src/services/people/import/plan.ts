import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { columnTargets } from '../../../core/people/import/columns.js';
import type {
  DoChoices,
  ImportCounts,
  LineProblem,
  PlannedPerson,
} from '../../../core/people/import/imports.js';
import type { UserRow } from '../../../core/people/user-list.js';
import type { AccountPart } from '../../../core/people/account-part.js';
import { letsIn } from '../../../core/people/user-card.js';
import type { Directory } from '../../../core/ports.js';
import type { FieldErrors, Settings } from '../../../core/settings.js';
import type { User } from '../../../core/user.js';
import { allOf, say, type Sentence } from '../../../core/words/sentence.js';
import type { NameKeeping } from '../name-keeping.js';
import { usersNamed } from '../users-named.js';
import type { Users } from '../users.js';
import type { ImportItem } from './import-item.js';
import { PersonLook, type LookedAtPerson } from './look-at-person.js';
import type { Person } from './person.js';
import { shownText } from './shown-text.js';

/** Lines that are looked at before others have a turn of the event loop. */
const SLICE = 20;

/** Everything that an import would do. */
export interface ImportPlan {
  readonly items: readonly ImportItem[];
  readonly people: readonly PlannedPerson[];
  readonly problems: readonly LineProblem[];
  /** Users who are not in the file, and cannot be disabled as they are. */
  readonly left: readonly string[];
  readonly counts: ImportCounts;
  /** Why the administrator's password is asked for, or null. */
  readonly stepUp: Sentence | null;
  readonly asksForKept: boolean;
  readonly digest: string;
}

/** What a plan is made with. */
export interface PlanParts {
  readonly directory: Pick<Directory, 'search'>;
  readonly users: Pick<Users, 'parts' | 'all'>;
  readonly names: Pick<NameKeeping, 'keptAmong'>;
}

/** Compares the people of a file with the directory. Throws the directory's PanelErrors. */
export async function planOf(
  { directory, users, names }: PlanParts,
  people: readonly Person[],
  choices: DoChoices,
): Promise<ImportPlan> {
  const { parts } = users;
  const known = await usersNamed(
    directory,
    parts,
    [...new Set(people.map(({ userName }) => userName))].filter((name) => name !== ''),
  );
  const kept = await names.keptAmong(
    people.map(({ userName }) => userName).filter((name) => !known.has(name)),
  );
  const draft = new PlanDraft(parts, choices);
  const linesOfName = linesByName(people);
  for (const [index, person] of people.entries()) {
    const lines = linesOfName.get(person.userName) ?? [];
    draft.take(person, known.get(person.userName) ?? null, { lines, isKept: kept.has(person.userName) });
    if (index % SLICE === SLICE - 1) await setImmediate();
  }
  if (choices.disablesMissing) draft.disableMissing(await missingUsers(users, people));
  return draft.plan();
}

function linesByName(people: readonly Person[]): ReadonlyMap<string, readonly number[]> {
  const lines = new Map<string, number[]>();
  for (const { userName, line } of people) {
    const found = lines.get(userName);
    if (found === undefined) lines.set(userName, [line]);
    else found.push(line);
  }
  return lines;
}

/** Users with an account that lets them in, who are not in the file. */
async function missingUsers(
  users: Pick<Users, 'parts' | 'all'>,
  people: readonly Person[],
): Promise<readonly Pick<UserRow, 'userName' | 'fullName' | 'accounts'>[]> {
  const named = new Set(people.map(({ userName }) => userName));
  return [...(await users.all())].flatMap(({ userName, fullName, accounts: all }) => {
    if (named.has(userName)) return [];
    const accounts = all.filter((account) => letsIn(users.parts, userName, account));
    return accounts.length === 0 ? [] : [{ userName, fullName, accounts }];
  });
}

/** A plan while it is made. */
class PlanDraft {
  readonly #parts: readonly AccountPart[];
  readonly #choices: DoChoices;
  readonly #look: PersonLook;
  readonly #labels: ReadonlyMap<string, Sentence>;
  readonly #items: ImportItem[] = [];
  readonly #people: PlannedPerson[] = [];
  readonly #problems: LineProblem[] = [];
  readonly #bad = new Set<number>();
  readonly #left: string[] = [];
  #unchanged = 0;
  #stepUp: Sentence | null = null;
  #asksForKept = false;

  constructor(parts: readonly AccountPart[], choices: DoChoices) {
    this.#parts = parts;
    this.#choices = choices;
    this.#look = new PersonLook(parts);
    this.#labels = new Map(columnTargets(parts).map(({ name, label }) => [name, label]));
  }

  take(
    person: Person,
    user: User | null,
    { lines, isKept }: { readonly lines: readonly number[]; readonly isKept: boolean },
  ): void {
    const { userName } = person;
    const looked = this.#look.look(person, user, this.#choices);
    const isTwice = userName !== '' && lines.length > 1;
    const isHeld = looked.kind === 'planned' && user === null && isKept && this.#choices.kept === null;
    this.#asksForKept ||= isHeld && !isTwice;
    if (isTwice) this.#wrong(person, { userName: twiceWords(lines) });
    else if (looked.kind === 'wrong') this.#wrong(person, looked.errors);
    else if (isHeld) this.#wrong(person, { userName: KEPT });
    else if (looked.kind === 'unchanged') this.#unchanged += 1;
    else this.#plan(looked, user);
  }

  #plan({ item, changes }: Extract<LookedAtPerson, { kind: 'planned' }>, user: User | null): void {
    this.#stepUp ??= item.stepUp;
    this.#items.push(item);
    const own = { firstName: user?.firstName ?? '', lastName: user?.lastName ?? '', ...item.own };
    const fullName = shownText(`${own.firstName} ${own.lastName}`.trim());
    this.#people.push({ line: item.line, userName: item.userName, kind: item.kind, fullName, changes });
  }

  disableMissing(missing: Awaited<ReturnType<typeof missingUsers>>): void {
    for (const { userName, fullName, accounts: had } of missing) {
      if (had.some(({ module, values }) => this.#refusesOff(module, values))) {
        this.#left.push(shownText(userName));
        continue;
      }
      const accounts = Object.fromEntries(had.map(({ module }) => [module, this.#offOf(module)]));
      const none = { line: null, own: {}, password: '', isGenerated: false, kept: null, stepUp: null };
      this.#items.push({ ...none, userName, kind: 'disable', accounts });
      this.#people.push({
        line: null,
        userName: shownText(userName),
        kind: 'disable',
        fullName: shownText(fullName),
        changes: [],
      });
    }
  }

  plan(): ImportPlan {
    const of = (kind: ImportItem['kind']): number => this.#items.filter((item) => item.kind === kind).length;
    return {
      items: this.#items,
      people: this.#people,
      problems: this.#problems,
      left: this.#left,
      counts: {
        add: of('add'),
        change: of('change'),
        disable: of('disable'),
        unchanged: this.#unchanged,
        bad: this.#bad.size,
      },
      stepUp: this.#stepUp,
      asksForKept: this.#asksForKept,
      digest: digestOf(this.#items),
    };
  }

  #offOf(module: string): Record<string, string> {
    const access = this.#parts.find((part) => part.module === module)?.section.access;
    return access === undefined ? {} : { [access.field]: access.off };
  }

  /** As the form Edit User refuses to disable an administrator. */
  #refusesOff(module: string, values: Settings): boolean {
    const section = this.#parts.find((part) => part.module === module)?.section;
    return Object.keys(section?.check({ ...values, ...this.#offOf(module) }) ?? {}).length > 0;
  }

  #wrong({ line, userName }: Person, errors: FieldErrors): void {
    this.#bad.add(line);
    for (const [field, problem] of Object.entries(errors))
      this.#problems.push({
        line,
        userName: shownText(userName),
        field: this.#labels.get(field) ?? '',
        problem,
      });
  }
}

/** What would be done, without the passwords: those are in the same file. */
function digestOf(items: readonly ImportItem[]): string {
  const plain = items.map((item) => ({ ...item, password: item.password !== '' }));
  return createHash('sha256').update(JSON.stringify(plain)).digest('hex').slice(0, 32);
}

const KEPT = say`The services keep data of an earlier user of this name. Choose below whether the new user gets it.`;

function twiceWords(lines: readonly number[]): Sentence {
  return say`This user name stands in several lines: ${{ lines: allOf(lines) }}. Keep one of them.`;
}
