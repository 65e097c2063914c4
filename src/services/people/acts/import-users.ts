import type { Act, Doing } from '../../../core/act.js';
import { countWords } from '../../../core/people/import/count-words.js';
import {
  handOutForms,
  type HandOutCame,
  type HandOutForm,
  type ImportCame,
  type ImportDone,
  type WantedImport,
} from '../../../core/people/import/imports.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import type { Examined } from '../import/check-import.js';
import type { PeopleImports } from '../import/people-imports.js';

const TITLE = say`Users imported from a file`;

/** Begins an import of the people in a file. It goes on behind the answer. */
export function importUsers(imports: PeopleImports): Act<WantedImport, ImportCame> {
  /** The file of a request is looked at once. */
  const looked = new WeakMap<WantedImport, Promise<Examined | null>>();
  const examined = (wanted: WantedImport): Promise<Examined | null> => {
    const known = looked.get(wanted) ?? imports.examine(wanted.file, wanted.choices);
    looked.set(wanted, known);
    return known;
  };
  return {
    name: 'users.import',
    title: () => TITLE,

    async check(wanted) {
      const open = openWords(imports);
      if (open !== null) return { kind: 'refused', problem: open };
      const found = await examined(wanted);
      if (found === null) return { kind: 'gone' };
      const { refusal, checked } = found;
      if (refusal !== null) return { kind: 'refused', problem: refusal };
      const isSame = wanted.digest === null || wanted.digest === checked.digest;
      return isSame ? null : { kind: 'refused', problem: OTHERS };
    },

    stepUp: async (wanted) => (await examined(wanted))?.stepUp ?? null,

    async question(wanted) {
      const counts = (await examined(wanted))?.checked.counts;
      if (counts === undefined || (counts.disable === 0 && !wanted.choices.changesPasswords)) return null;
      return {
        title: say`Import the users?`,
        sentences: countWords(counts),
        isLoss: counts.disable > 0,
        answers: [{ label: say`Import` }],
      };
    },

    async do(wanted, doing) {
      const found = await examined(wanted);
      if (found === null) return { kind: 'gone' };
      const { checked, items } = found;
      const problem = openWords(imports);
      if (problem !== null) return { kind: 'refused', problem };
      await imports.start(items, checked.counts, doing);
      await doing.record(...countWords(checked.counts).map((what) => ({ what, outcome: say`begun` })));
      imports.forget(wanted.file);
      return { kind: 'started', total: items.length };
    },
  };
}

/** Stops the running import; it can go on later. */
export function stopImport(imports: PeopleImports): Act<null, ImportDone> {
  return onImport(imports, 'users.import-stop', say`Import of users stopped`, 'running', async (doing) => {
    await imports.stop();
    await doing.record({ what: say`Import of users stopped` });
  });
}

/** Goes on with an import that was stopped, or that the panel's end broke off. */
export function continueImport(imports: PeopleImports): Act<null, ImportDone> {
  return onImport(imports, 'users.import-continue', TITLE, 'stopped', async (doing) => {
    await imports.resume(doing);
    await doing.record({ what: say`Import of users continued` });
  });
}

/** Ends an import that was stopped: the users who are left are not written. */
export function endImport(imports: PeopleImports): Act<null, ImportDone> {
  return onImport(imports, 'users.import-end', say`Import of users ended`, 'stopped', (doing) =>
    imports.end(doing),
  );
}

/** Hands out the generated passwords in one form, once. */
export function handOutPasswords(imports: PeopleImports): Act<HandOutForm, HandOutCame> {
  return {
    name: 'users.import-passwords',
    title: () => say`Generated passwords handed out`,
    check: (form) => (imports.state()?.forms.includes(form) === true ? null : NOTHING_LEFT),
    async do(form, doing) {
      const people = await imports.takePasswords(form);
      if (people.length === 0) return NOTHING_LEFT;
      const what =
        form === 'csv'
          ? say`Generated passwords handed out as a CSV file`
          : say`Generated passwords handed out as cards`;
      await doing.record({ what, after: String(people.length) });
      return { kind: 'handed', people };
    },
  };
}

/** Deletes the generated passwords before their day is over. */
export function forgetPasswords(imports: PeopleImports): Act<null, ImportDone> {
  return {
    name: 'users.import-forget-passwords',
    title: () => say`Generated passwords deleted`,
    check: () =>
      (imports.state()?.passwords ?? 0) > 0 ? null : { kind: 'refused', problem: NOTHING_LEFT.problem },
    async do(_wanted, doing) {
      await imports.forgetPasswords();
      await doing.record({ what: say`Generated passwords deleted` });
      return { kind: 'done' };
    },
  };
}

/** An act about the import that is in this state; in any other nothing is done. */
function onImport(
  imports: PeopleImports,
  name: string,
  title: Sentence,
  outcome: 'running' | 'stopped',
  work: (doing: Doing) => Promise<void>,
): Act<null, ImportDone> {
  const problem = outcome === 'running' ? say`No import is running.` : say`No import was stopped.`;
  const refused = (): ImportDone | null =>
    imports.state()?.outcome === outcome ? null : { kind: 'refused', problem };
  return {
    name,
    title: () => title,
    check: refused,
    async do(_wanted, doing) {
      const late = refused();
      if (late !== null) return late;
      await work(doing);
      return { kind: 'done' };
    },
  };
}

/** Why no other import can begin, or null. */
function openWords(imports: PeopleImports): Sentence | null {
  const state = imports.state();
  if (state?.outcome === 'running') return say`An import is running. Wait until it ends.`;
  if (state?.outcome === 'stopped') return say`An import was stopped. Continue it or end it first.`;
  // Once they were handed out in one form, the next import ends the other one.
  if (state?.forms.length === handOutForms.length)
    return say`Generated passwords of the last import are still to be handed out. Take them or delete them first.`;
  return null;
}

const OTHERS = say`The directory has changed since the preview was shown. Look at the new preview, then import.`;
const NOTHING_LEFT = {
  kind: 'refused',
  problem: say`There are no generated passwords left to hand out.`,
} as const;
