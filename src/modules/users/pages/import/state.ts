import { isAsked, type Gated } from '../../../../core/act.js';
import type { Frame } from '../../../../core/module/index.js';
import {
  doneTo,
  movedTo,
  shown,
  type PageAnswer,
  type PageDeclaration,
  type PageRequest,
} from '../../../../core/page.js';
import { importLimits } from '../../../../core/people/import/limits.js';
import { handOutForms, type ImportDone, type ImportState } from '../../../../core/people/import/imports.js';
import { many, quantity, say, type Sentence } from '../../../../core/words/sentence.js';
import { MOST_CARDS } from './passwords.js';
import { IMPORT, IMPORT_CHECK, IMPORT_FILE, IMPORT_PASSWORDS } from '../paths.js';

/** People who could not be written, that the page shows. */
const SHOWN = 200;

/** Where a file is chosen, and where the import that runs or ran last is followed, stopped and continued. */
export function importPages(frame: Frame): readonly PageDeclaration[] {
  const { acts } = frame;
  return [
    { path: IMPORT, get: () => show(frame, '') },
    { path: IMPORT_FILE, takesFiles: importLimits.bytes, post: (request) => take(frame, request) },
    after('stop', acts.stopImport, say`The import is stopped. You can continue it at any time.`),
    after('continue', acts.continueImport, say`The import goes on.`),
    after('end', acts.endImport, say`The import is ended.`),
    after('forget', acts.forgetPasswords, say`The generated passwords are deleted.`),
  ];
}

/** A button about the import. */
function after(name: string, act: Gated<null, ImportDone>, done: Sentence): PageDeclaration {
  return {
    path: `${IMPORT}/${name}`,
    post: async ({ permission }) => {
      const came = await act.request(null, permission);
      if (isAsked(came)) return { kind: 'asking', asked: came, cancel: IMPORT };
      if (came.kind === 'refused') return movedTo(IMPORT, { kind: 'warning', sentence: came.problem });
      return doneTo(IMPORT, done);
    },
  };
}

/** Keeps the file, or the pasted text, and leads to its preview. */
function take(frame: Frame, request: PageRequest): PageAnswer {
  const pasted = request.field('text');
  const [file = new Uint8Array()] = request.files;
  const bytes = file.length > 0 ? file : new TextEncoder().encode(pasted);
  if (bytes.length === 0) return show(frame, say`Choose a file, or paste the list.`);
  return movedTo(`${IMPORT_CHECK}?file=${frame.people.imports.stage(bytes)}`);
}

function show({ people }: Frame, error: Sentence | ''): PageAnswer {
  const state = people.imports.state();
  const isOpen = state !== null && (state.outcome !== 'ended' || state.forms.length === handOutForms.length);
  return shown({
    template: 'users/import/state',
    title: say`Import Users`,
    status: error === '' ? 200 : 422,
    script: 'import.js',
    ...(state?.outcome === 'running' ? { refresh: IMPORT } : {}),
    locals: {
      error,
      isOpen,
      upload: IMPORT_FILE,
      base: IMPORT,
      passwordsPath: IMPORT_PASSWORDS,
      mostLines: importLimits.lines,
      mostMegabytes: importLimits.bytes / 1_000_000,
      state: state === null ? null : stateView(state),
    },
  });
}

function stateView(state: ImportState) {
  const { outcome, done, total, failed, reason, startedAt, startedBy, passwords, forms, until } = state;
  const written = done - failed.length;
  return {
    ...{ outcome, done, total, reason, startedAt, startedBy, passwords, until },
    canTakeCsv: forms.includes('csv'),
    canTakeCards: forms.includes('cards') && passwords <= MOST_CARDS,
    written: many(
      written,
      say`1 user was written.`,
      say`${{ count: quantity(written) }} users were written.`,
    ),
    progress: say`${{ done: quantity(done) }} of ${{ total: quantity(total) }}`,
    failed: failed.slice(0, SHOWN),
    moreFailed: Math.max(0, failed.length - SHOWN),
  };
}
