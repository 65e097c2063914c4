import {
  columnsOfCells,
  columnsOfHeads,
  columnTargets,
  isHeader,
} from '../../../core/people/import/columns.js';
import {
  decoded,
  encodingSamples,
  recognisedEncoding,
  type Encoding,
} from '../../../core/people/import/encoding.js';
import type { CheckedImport, ReadChoices, Separator } from '../../../core/people/import/imports.js';
import type { AccountPart } from '../../../core/people/account-part.js';
import { allOf, say, type Sentence } from '../../../core/words/sentence.js';
import { Trouble } from '../../../errors.js';
import { hasNoName, personOf, type Person } from './person.js';
import { readTable, type Table, type TableLine } from './read-table.js';
import { shownText } from './shown-text.js';

/** Lines that a column is shown with. */
const EXAMPLES = 3;

/** A file that was read, before it is compared with the directory. */
export interface ReadFile {
  readonly encoding: Encoding | null;
  readonly samples: CheckedImport['samples'];
  readonly trouble: Sentence | '';
  readonly separator: Separator;
  readonly hasHeader: boolean;
  readonly columns: CheckedImport['columns'];
  readonly notes: readonly Sentence[];
  readonly people: readonly Person[];
  /** Lines with more or fewer cells than the first one. */
  readonly ragged: readonly TableLine[];
  /** How many cells the first line has. */
  readonly width: number;
}

const nothing: ReadFile = {
  ...{ encoding: null, samples: [], trouble: '', separator: ',', hasHeader: false },
  ...{ columns: [], notes: [], people: [], ragged: [], width: 0 },
};

/** Reads the people in a file, as the choices say, or as it can be recognised. */
export async function readFile(
  bytes: Uint8Array,
  choices: ReadChoices,
  parts: readonly AccountPart[],
): Promise<ReadFile> {
  const recognised = recognisedEncoding(bytes);
  const encoding = choices.encoding ?? recognised;
  const samples =
    recognised === null ? encodingSamples(bytes).map((one) => ({ ...one, text: shownText(one.text) })) : [];
  if (encoding === null) return { ...nothing, samples };
  try {
    const text = decoded(bytes, encoding);
    const table = await readTable(text, choices.separator);
    return { ...peopleIn(table, choices, parts), encoding, samples };
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    return { ...nothing, encoding, samples, trouble: error.sentence, separator: choices.separator ?? ',' };
  }
}

function peopleIn(
  { separator, preamble, lines }: Table,
  choices: ReadChoices,
  parts: readonly AccountPart[],
): ReadFile {
  const targets = columnTargets(parts);
  const first = lines[0]?.cells ?? [];
  const hasHeader = choices.hasHeader ?? isHeader(first, targets);
  const below = hasHeader ? lines.slice(1) : lines;
  const recognised = hasHeader ? columnsOfHeads(first, targets) : columnsOfCells(first);
  const columns = first.map((_, index) => {
    const chosen = choices.columns?.[index] ?? recognised[index] ?? '';
    return targets.some(({ name }) => name === chosen) ? chosen : '';
  });
  const twice = columns.filter((target, index) => target !== '' && columns.indexOf(target) !== index);
  const isEven = ({ cells }: TableLine): boolean =>
    cells.length === first.length ||
    (cells.slice(first.length).every((cell) => cell === '') && cells.length > first.length);
  const even = below.filter(isEven);
  const people = even.map((line) => personOf(line, columns));
  return {
    ...nothing,
    ...{ separator, hasHeader, people },
    trouble: twice[0] === undefined ? noPeople(below, columns) : twiceSaid(twice, parts),
    width: first.length,
    ragged: below.filter((line) => !isEven(line)),
    notes: notesOf(columns, people, preamble),
    columns: columns.map((target, index) => ({
      head: hasHeader ? shownText(first[index] ?? '') : '',
      target,
      examples: below
        .slice(0, EXAMPLES)
        .map(({ cells }) => (target === 'password' ? '••••••' : shownText(cells[index] ?? ''))),
    })),
  };
}

function noPeople(below: readonly TableLine[], columns: readonly string[]): Sentence | '' {
  if (below.length === 0) return say`There are no users in the file, only a header.`;
  const hasNames = ['userName', 'email', 'lastName', 'fullName'].some((target) => columns.includes(target));
  return hasNames
    ? ''
    : say`No column is recognised as a name. Choose below what each column is, then check again.`;
}

function twiceSaid(twice: readonly string[], parts: readonly AccountPart[]): Sentence {
  const labels = columnTargets(parts).filter(({ name }) => twice.includes(name));
  return say`Two columns are the same: ${{ columns: allOf(labels.map(({ label }) => label)) }}. Leave one of them out.`;
}

function notesOf(
  columns: readonly string[],
  people: readonly Person[],
  preamble: Table['preamble'],
): readonly Sentence[] {
  const isDamaged = people.some(({ own }) =>
    Object.values(own).some((text) => /\p{L}\?|\?\p{L}/u.test(text)),
  );
  return [
    ...(columns.includes('groups')
      ? [say`The groups in the file are left out: this panel has no groups.`]
      : []),
    ...(hasNoName(columns)
      ? [say`No column has user names: they are made from first and last name, such as anna.lopez.`]
      : []),
    ...(preamble === 'powershell' && isDamaged
      ? [
          say`Names in the file have question marks. PowerShell writes them in place of accented letters: export the file again with -Encoding UTF8.`,
        ]
      : []),
  ];
}
