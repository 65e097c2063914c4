import { encodings } from '../../../core/people/import/encoding.js';
import { importLimits } from '../../../core/people/import/limits.js';
import {
  changeOutcome,
  columns,
  type Command,
  type Invocation,
  type Outcome,
} from '../../../core/shell/command.js';
import { CommandFailure, exitCodes, usageFailure } from '../../../core/shell/failure.js';
import { many, quantity, say, verbatim } from '../../../core/words/sentence.js';
import {
  exportUsersVerb,
  importActVerb,
  importPasswordsVerb,
  importStateVerb,
  importUsersVerb,
} from './import-verbs.js';

/** How often it is asked how far an import has come, in milliseconds. */
const EVERY = 1_000;

const none = { operands: '', least: 0, most: 0, options: [], manual: [] } as const;

/** Imports users from a file, and exports them. */
export const importCommands: readonly Command[] = [
  {
    name: 'users import',
    operands: 'FILE',
    least: 1,
    most: 1,
    options: [
      { name: 'trial', value: null, help: say`Only say what would be done, and what is wrong.` },
      {
        name: 'generate-passwords',
        value: null,
        help: say`Generate passwords for new users who have none in the file.`,
      },
      {
        name: 'change-passwords',
        value: null,
        help: say`Give users who exist already the passwords in the file.`,
      },
      { name: 'disable-missing', value: null, help: say`Disable the users who are not in the file.` },
      {
        name: 'kept',
        value: 'WHAT',
        help: say`What to do with the data of earlier users of the same names: hand-over gives it to the new users, delete deletes it.`,
      },
      {
        name: 'encoding',
        value: 'NAME',
        help: say`How the letters of the file are encoded: ${{ list: encodings.join(', ') }}.`,
      },
      {
        name: 'columns',
        value: 'LIST',
        help: say`What each column is, with commas: userName, firstName, lastName, fullName, comment, password, email, or MODULE.NAME of an account. Nothing between two commas leaves a column out.`,
      },
    ],
    summary: say`Import users from a CSV file.`,
    manual: [
      say`Encoding, separator and columns are recognised. Lines in which something is wrong are named and left out; the command then ends with 1. An empty cell leaves what a user has. The same file again changes nothing.`,
      say`The command waits until the import is ended. "eboxctl users import-passwords" then prints the generated passwords, once.`,
    ],
    run: importFile,
  },
  {
    ...none,
    name: 'users import-state',
    summary: say`Show how far the import of users has come.`,
    run: ({ control }) => stateOutcome(control),
  },
  ...(
    [
      ['stop', 'import-stop', say`Stop the import of users; it can be continued.`],
      ['continue', 'import-continue', say`Continue an import of users that was stopped.`],
      [
        'end',
        'import-end',
        say`End an import of users that was stopped; the users who are left are not written.`,
      ],
      ['forget', 'import-forget', say`Delete the generated passwords of the last import.`],
    ] as const
  ).map(([what, name, summary]): Command => ({
    ...none,
    name: `users ${name}`,
    summary,
    run: async ({ control }) => changeOutcome(await control.ask(importActVerb, { what })),
  })),
  {
    ...none,
    name: 'users import-passwords',
    summary: say`Print the generated passwords of the last import as CSV, once.`,
    manual: [
      say`The panel does not show them again. It deletes them when they were also shown as cards, or after a day.`,
    ],
    run: async ({ control }) => csvOutcome(await control.ask(importPasswordsVerb, {})),
  },
  {
    ...none,
    name: 'users export',
    options: [
      {
        name: 'search',
        value: 'TEXT',
        help: say`Only users in whose names, comment or mail addresses all of these words stand.`,
      },
    ],
    summary: say`Print the users as CSV, without passwords.`,
    manual: [say`A spreadsheet can open the file safely. Imported again it changes nothing.`],
    run: async ({ control, text }) =>
      csvOutcome(await control.ask(exportUsersVerb, { search: text('search') ?? '' })),
  },
];

async function importFile({
  control,
  file,
  operands: [path = ''],
  flag,
  text,
  note,
}: Invocation): Promise<Outcome> {
  const answer = await control.ask(importUsersVerb, {
    file: Buffer.from(await file(path, importLimits.bytes)).toString('base64'),
    trial: flag('trial'),
    encoding: encodingOf(text('encoding')),
    columns:
      text('columns')
        ?.split(',')
        .map((name) => name.trim()) ?? null,
    generates: flag('generate-passwords'),
    changesPasswords: flag('change-passwords'),
    disablesMissing: flag('disable-missing'),
    kept: keptOf(text('kept')),
    yes: flag('yes'),
  });
  const { problems, summary, notes, started } = answer;
  const wrong = problems.map(({ line, userName, problem }) => [say`Line ${{ line }}`, userName, problem]);
  const told = [...notes, ...(wrong.length === 0 ? [] : [columns(wrong)]), ...summary];
  const exitCode = problems.length > 0 ? { exitCode: exitCodes.failed } : {};
  if (!started) return { data: answer, lines: told, changed: false, ...exitCode };
  const { lines, data, exitCode: ofRun } = await waited(control, note);
  return {
    data: { ...answer, ...data },
    lines: [...told, ...lines],
    changed: true,
    ...(ofRun === undefined ? exitCode : { exitCode: ofRun }),
  };
}

/** Waits until the import does not run any more. */
async function waited(control: Invocation['control'], note: Invocation['note']): Promise<Outcome> {
  for (let told = -1; ;) {
    const { state } = await control.ask(importStateVerb, {});
    if (state === null || state.outcome !== 'running') return stateOutcome(control);
    if (state.done !== told)
      note(say`${{ done: quantity(state.done) }} of ${{ total: quantity(state.total) }}`);
    told = state.done;
    await new Promise((resolve) => setTimeout(resolve, EVERY));
  }
}

async function stateOutcome(control: Invocation['control']): Promise<Outcome> {
  const { state } = await control.ask(importStateVerb, {});
  if (state === null) return { data: { state }, lines: [say`There was no import yet.`] };
  const { outcome, done, total, failed, reason, passwords } = state;
  if (outcome === 'stopped')
    throw new CommandFailure(
      say`The import is stopped: ${{ done: quantity(done) }} of ${{ total: quantity(total) }}. Continue it with "eboxctl users import-continue", or end it with "eboxctl users import-end".`,
      exitCodes.failed,
      { more: reason === '' ? [] : [reason] },
    );
  const written = done - failed.length;
  return {
    data: { state },
    lines: [
      ...(failed.length === 0
        ? []
        : [columns(failed.map((one) => [one.line ?? '-', one.userName, one.reason]))]),
      outcome === 'running'
        ? say`${{ done: quantity(done) }} of ${{ total: quantity(total) }}`
        : many(written, say`1 user was written.`, say`${{ count: quantity(written) }} users were written.`),
      ...(passwords === 0 ? [] : [say`Print the generated passwords with "eboxctl users import-passwords".`]),
    ],
    ...(failed.length === 0 ? {} : { exitCode: exitCodes.failed }),
  };
}

function csvOutcome({ csv }: { readonly csv: string }): Outcome {
  return { data: { csv }, lines: csv.trimEnd().split('\r\n').map(verbatim) };
}

function encodingOf(text: string | null) {
  const found = encodings.find((one) => one === text);
  if (text !== null && found === undefined)
    throw usageFailure(say`--encoding takes one of these: ${{ list: encodings.join(', ') }}.`);
  return found ?? null;
}

function keptOf(text: string | null): 'hand-over' | 'delete' | null {
  if (text === null || text === 'hand-over' || text === 'delete') return text;
  throw usageFailure(say`--kept takes hand-over or delete, not "${{ text }}".`);
}
