import type { CheckedImport, ImportChoices, LineProblem } from '../../../core/people/import/imports.js';
import { allOf, many, quantity, say, type Sentence } from '../../../core/words/sentence.js';
import type { ImportPlan, PlanParts } from './plan.js';
import { planOf } from './plan.js';
import { readFile, type ReadFile } from './read-file.js';
import { shownText } from './shown-text.js';

/** A file that was read and compared, with all that would be done. */
export interface Examined {
  readonly checked: CheckedImport;
  readonly items: ImportPlan['items'];
  readonly stepUp: Sentence | null;
  /** Why nothing can be done, or null. */
  readonly refusal: Sentence | null;
}

/** Reads a file and compares it with the directory. Writes nothing. Throws the directory's PanelErrors. */
export async function examine(
  parts: PlanParts,
  bytes: Uint8Array,
  choices: ImportChoices,
): Promise<Examined> {
  const read = await readFile(bytes, choices, parts.users.parts);
  const isReadable = read.encoding !== null && read.trouble === '';
  const ragged = read.ragged.map((line) => raggedProblem(line, read.width));
  // Who stands in a line that cannot be read is not missing: then nobody is.
  const wantsMissing = choices.disablesMissing && isReadable && read.people.length > 0;
  const plan = await planOf(parts, isReadable ? read.people : [], {
    ...choices,
    disablesMissing: wantsMissing && ragged.length === 0,
  });
  const problems = [...plan.problems, ...ragged].sort((one, other) => one.line - other.line);
  const counts = { ...plan.counts, bad: plan.counts.bad + ragged.length };
  const checked: CheckedImport = {
    ...shownOf(read),
    notes: plan.left.length === 0 ? read.notes : [...read.notes, leftWords(plan.left)],
    ...{ counts, problems, people: plan.people, asksForKept: plan.asksForKept, digest: plan.digest },
  };
  const refusal = refusalOf(checked, choices, plan.items.length);
  return { checked, items: plan.items, stepUp: plan.stepUp, refusal };
}

function shownOf({ encoding, samples, trouble, separator, hasHeader, columns, notes }: ReadFile) {
  return { encoding, samples, trouble, separator, hasHeader, columns, notes };
}

function leftWords(left: readonly string[]): Sentence {
  return say`These users are not in the file, but the import does not disable them: ${{ users: allOf(left) }}. Disable them on their own pages.`;
}

function raggedProblem({ line, cells }: ReadFile['ragged'][number], width: number): LineProblem {
  return {
    line,
    userName: shownText(cells.find((cell) => cell.trim() !== '') ?? ''),
    field: '',
    problem: say`This line has ${{ count: many(cells.length, say`1 cell`, say`${{ count: quantity(cells.length) }} cells`) }}, the first one has ${{ first: quantity(width) }}. A separator is missing or too many, or a text with a separator in it needs quotation marks.`,
  };
}

function refusalOf(
  { encoding, trouble, counts, problems }: CheckedImport,
  { disablesMissing }: ImportChoices,
  items: number,
): Sentence | null {
  if (encoding === null) return say`Choose how the file is encoded: the samples show which one is right.`;
  if (trouble !== '') return trouble;
  if (disablesMissing && problems.length > 0)
    return say`Users who are not in the file can only be disabled when every line is right: a user in a line that is left out would be disabled too. Mend the lines first.`;
  if (disablesMissing && counts.add + counts.change + counts.unchanged === 0)
    return say`There are no users in the file.`;
  return items === 0 ? say`There is nothing to do: no line has a new or changed user.` : null;
}
