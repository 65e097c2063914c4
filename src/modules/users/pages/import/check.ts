import type { Frame } from '../../../../core/module/index.js';
import {
  movedTo,
  shown,
  type PageAnswer,
  type PageDeclaration,
  type PageRequest,
} from '../../../../core/page.js';
import { columnTargets } from '../../../../core/people/import/columns.js';
import { encodingNames, encodings } from '../../../../core/people/import/encoding.js';
import {
  nothingChosen,
  separators,
  type CheckedImport,
  type ImportChoices,
} from '../../../../core/people/import/imports.js';
import { many, quantity, say, sayOf, verbatim, type Sentence } from '../../../../core/words/sentence.js';
import { orRefused } from '../refused.js';
import { IMPORT, IMPORT_CHECK } from '../paths.js';
import { choicesFrom, separatorNames } from './choices.js';

/** Lines that are wrong, and people of the trial run, that the page shows. */
const SHOWN = 200;

/** The preview of a file: how it is read, which can be corrected, and what an import of it would do. */
export function checkPage(frame: Frame): PageDeclaration {
  return {
    path: IMPORT_CHECK,
    get: async (request) => {
      const file = request.query('file');
      const checked = await frame.people.imports.check(file, nothingChosen);
      // Where the file has no passwords the panel offers to make them.
      const hasPasswords = checked?.columns.some(({ target }) => target === 'password') ?? true;
      return show(frame, { file, choices: { ...nothingChosen, generates: !hasPasswords } });
    },
    post: (request) => answer(frame, request),
  };
}

async function answer(frame: Frame, request: PageRequest): Promise<PageAnswer> {
  const file = request.field('file');
  const choices = choicesFrom(request);
  if (request.field('then') !== 'import') return show(frame, { file, choices });
  const wanted = { file, choices, digest: request.field('digest') };
  // The preview itself has asked the act's question.
  const came = await orRefused(frame.acts.importUsers.request(wanted, { ...request.permission, answer: 0 }));
  switch (came.kind) {
    case 'asked':
      return { kind: 'asking', asked: came, cancel: `${IMPORT_CHECK}?file=${file}` };
    case 'gone':
      return gone();
    case 'refused':
      return 'problem' in came
        ? show(frame, { file, choices, message: came.problem, status: 409 })
        : show(frame, { file, choices, ...came });
    case 'started':
      return movedTo(IMPORT);
  }
}

function gone(): PageAnswer {
  const sentence = say`The panel keeps a file for one hour, and only while it runs. Choose the file again.`;
  return movedTo(IMPORT, { kind: 'warning', sentence });
}

interface Shown {
  readonly file: string;
  readonly choices: ImportChoices;
  readonly message?: Sentence;
  readonly status?: number;
}

async function show(frame: Frame, { file, choices, message, status = 200 }: Shown): Promise<PageAnswer> {
  const checked = await frame.people.imports.check(file, choices);
  if (checked === null) return gone();
  const { counts } = checked;
  const planned = counts.add + counts.change + counts.disable;
  return shown({
    template: 'users/import/check',
    title: say`Import Users: Preview`,
    status,
    locals: {
      ...{ file, choices, action: IMPORT_CHECK, cancel: IMPORT },
      message: message ?? '',
      trouble: checked.encoding === null ? ASK_ENCODING : checked.trouble,
      isReadable: checked.encoding !== null && checked.trouble === '',
      ...{ counts, planned, asksForKept: checked.asksForKept, digest: checked.digest, notes: checked.notes },
      canImport: planned > 0,
      importWords: many(planned, say`Import 1 user`, say`Import ${{ count: quantity(planned) }} users`),
      problems: checked.problems.slice(0, SHOWN),
      moreProblems: Math.max(0, checked.problems.length - SHOWN),
      people: checked.people.slice(0, SHOWN).map((person) => ({ ...person, what: kindWords[person.kind] })),
      morePeople: Math.max(0, checked.people.length - SHOWN),
      ...readingView(frame, checked),
    },
  });
}

const ASK_ENCODING = say`The panel cannot tell how the letters of this file are encoded. Choose the encoding in which names look right, then check again.`;

const kindWords: Readonly<Record<CheckedImport['people'][number]['kind'], Sentence>> = {
  add: sayOf('what an import does with a user')`New`,
  change: sayOf('what an import does with a user')`Changed`,
  disable: sayOf('what an import does with a user')`Disabled, not in the file`,
};

/** The controls that say how the file is read. */
function readingView({ people }: Frame, { encoding, samples, separator, hasHeader, columns }: CheckedImport) {
  const separatorLabels = {
    ';': say`Semicolon (;)`,
    ',': say`Comma (,)`,
    '\t': sayOf('the key')`Tab`,
    '|': say`Vertical bar (|)`,
  } as const;
  return {
    encoding: encoding ?? '',
    encodings: encodings.map((value) => ({ value, label: verbatim(encodingNames[value]) })),
    samples: samples.map((one) => ({ label: encodingNames[one.encoding], text: one.text })),
    separator: separatorNames[separator],
    separators: separators.map((one) => ({ value: separatorNames[one], label: separatorLabels[one] })),
    header: hasHeader ? 'yes' : 'no',
    columns: columns.map((column, index) => ({
      ...column,
      name: `column-${index}`,
      title: column.head === '' ? say`Column ${{ number: index + 1 }}` : verbatim(column.head),
    })),
    targets: columnTargets(people.parts),
  };
}
