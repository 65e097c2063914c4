import type { Frame } from '../../../core/module/index.js';
import { columnTargets } from '../../../core/people/import/columns.js';
import { countWords } from '../../../core/people/import/count-words.js';
import { encodingNames } from '../../../core/people/import/encoding.js';
import { handOutCsv } from '../../../core/people/import/hand-out.js';
import { nothingChosen, type CheckedImport } from '../../../core/people/import/imports.js';
import { importLimits } from '../../../core/people/import/limits.js';
import { handle, type Handler } from '../../../core/shell/handle.js';
import { perform } from '../../../core/shell/perform.js';
import { invalid } from '../../../core/shell/refusal.js';
import { passage, say, type Sentence } from '../../../core/words/sentence.js';
import { PanelError } from '../../../errors.js';
import { TITLE } from '../names.js';
import {
  exportUsersVerb,
  importActVerb,
  importPasswordsVerb,
  importStateVerb,
  importUsersVerb,
} from './import-verbs.js';

/** Import and export of users in the shell. */
export function importHandlers(frame: Frame): readonly Handler[] {
  return [importUsers(frame), importState(frame), importAct(frame), handOut(frame), exportUsers(frame)];
}

function mustBeOn(frame: Frame): void {
  if (!frame.isOn()) throw new PanelError('module-not-enabled', { module: TITLE });
}

function refused(problem: Sentence) {
  return invalid({ '': problem });
}

function importUsers(frame: Frame): Handler {
  return handle(importUsersVerb, async ({ file: text, trial, yes, ...given }, actor) => {
    mustBeOn(frame);
    const bytes = Buffer.from(text, 'base64');
    if (bytes.length > importLimits.bytes) throw new PanelError('too-large');
    mustBeTargets(frame, given.columns ?? []);
    const { imports } = frame.people;
    const choices = { ...nothingChosen, ...given };
    const file = imports.stage(bytes);
    try {
      const checked = await imports.check(file, choices);
      if (checked === null) throw new PanelError('not-found');
      mustBeReadable(checked);
      if (!trial && checked.counts.add + checked.counts.change + checked.counts.disable > 0) {
        const wanted = { file, choices, digest: checked.digest };
        const came = await perform(frame.acts.importUsers, wanted, actor, yes);
        if (came.kind === 'refused') throw refused(came.problem);
        return { started: came.kind === 'started', ...answerOf(checked) };
      }
      return { started: false, ...answerOf(checked) };
    } finally {
      imports.forget(file);
    }
  });
}

function answerOf({ counts, notes, problems }: CheckedImport) {
  return {
    counts,
    notes: [...notes],
    summary: [...countWords(counts)],
    problems: problems.map(({ line, userName, field, problem }) => ({
      line,
      userName,
      problem: field === '' ? problem : say`${{ field }}: ${{ problem }}`,
    })),
  };
}

function mustBeTargets({ people }: Frame, columns: readonly string[]): void {
  const targets = columnTargets(people.parts).map(({ name }) => name);
  const unknown = columns.find((name) => !targets.includes(name));
  if (unknown === undefined) return;
  const list = targets.filter((name) => name !== '').join(', ');
  throw refused(say`A column cannot be "${{ column: unknown }}". It can be one of these: ${{ list }}.`);
}

/** In the shell nobody is shown a preview: what the panel does not recognise must be said. */
function mustBeReadable({ encoding, samples, trouble }: CheckedImport): void {
  if (trouble !== '') throw refused(trouble);
  if (encoding !== null) return;
  throw refused(
    passage(
      say`The panel cannot tell how the letters of this file are encoded. Give --encoding with the name of the encoding in which names look right:`,
      ...samples.map(
        (one) =>
          say`${{ encoding: one.encoding }} (${{ name: encodingNames[one.encoding] }}): ${{ text: one.text }}.`,
      ),
    ),
  );
}

function importState(frame: Frame): Handler {
  return handle(importStateVerb, () => {
    mustBeOn(frame);
    const state = frame.people.imports.state();
    if (state === null) return { state };
    const { outcome, done, total, passwords, reason, failed } = state;
    return { state: { outcome, done, total, passwords, reason, failed: failed.map((one) => ({ ...one })) } };
  });
}

function importAct(frame: Frame): Handler {
  const { stopImport, continueImport, endImport, forgetPasswords } = frame.acts;
  const acts = {
    stop: { act: stopImport, sentence: say`The import is stopped. You can continue it at any time.` },
    continue: { act: continueImport, sentence: say`The import goes on.` },
    end: { act: endImport, sentence: say`The import is ended.` },
    forget: { act: forgetPasswords, sentence: say`The generated passwords are deleted.` },
  };
  return handle(importActVerb, async ({ what }, actor) => {
    mustBeOn(frame);
    const { act, sentence } = acts[what];
    const came = await perform(act, null, actor, true);
    if (came.kind === 'refused') throw refused(came.problem);
    return { changed: true, sentence };
  });
}

function handOut(frame: Frame): Handler {
  return handle(importPasswordsVerb, async (_ask, actor) => {
    mustBeOn(frame);
    const came = await perform(frame.acts.handOutPasswords, 'csv' as const, actor, true);
    if (came.kind === 'refused') throw refused(came.problem);
    return { csv: handOutCsv(came.people, frame.people.parts) };
  });
}

function exportUsers(frame: Frame): Handler {
  return handle(exportUsersVerb, async ({ search }) => {
    mustBeOn(frame);
    return { csv: await frame.people.csv({ search }) };
  });
}
