import { createHash } from 'node:crypto';
import { isAsked } from '../../../core/act.js';
import type { BeforeSave } from '../../../core/module/index.js';
import type { PendingChange } from '../../../core/pending-changes.js';
import type { Decision, Decisions } from '../../../core/drift.js';
import {
  movedTo,
  shown,
  type PageAnswer,
  type PageDeclaration,
  type PageRequest,
} from '../../../core/page.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import { troubleOf } from '../../../errors.js';
import { connectedSentence } from '../../../services/saving/connected-words.js';
import type { SavePreview } from '../../../services/saving/save-preview.js';
import type { Deps } from '../../deps.js';
import { touchedSentence } from '../../../services/saving/touched-words.js';
import { isMinutes, type WantedWait } from '../../../services/saving/waiting/when-to-save.js';
import { endedSentence, isAmiss, waitingSentence } from '../../../services/saving/waiting/waiting-words.js';
import { laterView, wantedWhen } from './later.js';
import { CALL_OFF, DISCARD, PATH, PROGRESS, WHAT_HAPPENS, WHEN } from './paths.js';
import { withUploadNames } from './upload-names.js';
import { whatHappens } from './what-happens.js';

const FILE = 'file.';

export type Needs = Pick<
  Deps,
  | 'draft'
  | 'save'
  | 'beforeSaves'
  | 'waiting'
  | 'acts'
  | 'consequences'
  | 'lastSave'
  | 'certificates'
  | 'modules'
  | 'frameOf'
>;

/** What is pending, and the button that saves it. */
export function pendingPage(needs: Needs): PageDeclaration {
  return {
    path: PATH,
    get: (request) => showPending(needs, request, { status: 200, message: '' }),
    post: (request) => save(needs, request),
  };
}

async function save(needs: Needs, request: PageRequest): Promise<PageAnswer> {
  const refused = (status: number, message: Sentence): Promise<PageAnswer> =>
    showPending(needs, request, { status, message });
  const when = wantedWhen(request);
  if (needs.save.current()?.outcome === 'running') return movedTo(PROGRESS);
  if (request.field('_pending') !== digestOf(needs.draft.pending()))
    return refused(
      409,
      say`The pending changes are not the ones that this page showed. Check them again, then save.`,
    );
  const files = request
    .field('_files')
    .split('\n')
    .filter((path) => path !== '');
  const decisions = decisionsOf(request, files);
  if (files.some((path) => decisions[path] === undefined))
    return refused(
      422,
      say`For each file that was changed by hand, choose whether to keep or to overwrite it.`,
    );
  if (when !== null) return wait(needs, request, { when, decisions });
  // The page said whom the save disturbs: pressing its button is the answer.
  const permission = { ...request.permission, answer: 0 };
  const came = await needs.acts.saveChanges.request({ decisions }, permission);
  return isAsked(came) ? { kind: 'asking', asked: came, cancel: PATH } : movedTo(PROGRESS);
}

/** Lets what the page showed wait for its time. */
async function wait(needs: Needs, request: PageRequest, wanted: WantedWait): Promise<PageAnswer> {
  if (request.field('_preview') !== previewDigest((await previewOrReason(needs.save)).preview))
    return showPending(needs, request, {
      status: 409,
      message: say`What the save would do is not what this page showed. Check it again, then save.`,
    });
  // The page said whom the save disturbs, and when: pressing its button is the answer.
  const came = await needs.acts.saveLater.request(wanted, { ...request.permission, answer: 0 });
  if (isAsked(came)) return { kind: 'asking', asked: came, cancel: PATH };
  if (came.kind === 'waits') return movedTo(PATH);
  const isTyped = wanted.when.kind === 'minutes' && !isMinutes(wanted.when.minutes);
  return isTyped
    ? showPending(needs, request, { status: 422, message: '', minutes: came.sentence })
    : showPending(needs, request, { status: 409, message: came.sentence });
}

/** The page, with what was decided about files. */
export async function showPending(
  needs: Needs,
  request: PageRequest,
  {
    status,
    message,
    minutes = '',
  }: {
    readonly status: number;
    readonly message: Sentence | '';
    /** What is wrong with the minutes that were typed. */
    readonly minutes?: Sentence | '';
  },
): Promise<PageAnswer> {
  const { draft, save: saving, waiting } = needs;
  const pending = draft.pending();
  const isRunning = saving.current()?.outcome === 'running';
  const { preview, problem } = await previewOrReason(saving);
  return shown({
    template: 'save-changes',
    title: say`Save Changes`,
    status,
    locals: {
      action: PATH,
      discard: DISCARD,
      message,
      problem,
      digest: digestOf(pending),
      previewDigest: previewDigest(preview),
      later: laterView(waiting, preview, request, minutes),
      ...waitLocals(waiting, pending.length),
      running: isRunning ? PROGRESS : '',
      last: needs.lastSave.get(),
      lastSave: saving.current() === null ? '' : PROGRESS,
      canSave: !isRunning && (pending.length > 0 || (preview?.drifts.length ?? 0) > 0),
      canDiscard: !isRunning && pending.some((change) => change.discardable),
      pending: (await withUploadNames(needs.certificates, pending)).map((change) => ({
        ...change,
        iso: change.when ?? '',
        who: change.who ?? '',
      })),
      disturbs: preview?.sentences ?? [],
      daemons: (preview?.daemons ?? []).map(touchedSentence),
      ...(await beforeSaves(needs, pending.length > 0)),
      whatHappens: { path: WHAT_HAPPENS, ...(await whatHappens(needs, request.query(WHEN) !== '')) },
      connected: (preview?.connected ?? null) === null ? '' : connectedSentence(preview?.connected ?? null),
      ...driftLocals(request, preview),
    },
  });
}

/** The save that waits, or why the one that waited does not run while its changes are pending. */
function waitLocals(waiting: Needs['waiting'], pending: number): Readonly<Record<string, unknown>> {
  const [now, ended] = [waiting.waiting(), waiting.ended()];
  const isSaid = now === null && ended !== null && isAmiss(ended) && pending > 0;
  return {
    callOff: CALL_OFF,
    waits: now === null ? '' : waitingSentence(now),
    waited: isSaid ? endedSentence(ended) : '',
  };
}

function driftLocals(
  request: PageRequest,
  preview: SavePreview | null,
): { readonly files: string; readonly drifts: readonly object[] } {
  const drifts = preview?.drifts ?? [];
  const paths = drifts.map(({ path }) => path);
  const decisions = decisionsOf(request, paths);
  return {
    files: paths.join('\n'),
    drifts: drifts.map((edit, index) => ({
      ...edit,
      id: `file-${index}`,
      name: `${FILE}${edit.path}`,
      decision: decisions[edit.path] ?? '',
    })),
  };
}

/** Whom the next save should be announced to, and why that is not known. */
async function beforeSaves(
  needs: Needs,
  isPending: boolean,
): Promise<{ readonly announced: readonly BeforeSave[]; readonly unknown: Sentence | '' }> {
  if (!isPending) return { announced: [], unknown: '' };
  try {
    return { announced: await needs.beforeSaves.all(), unknown: '' };
  } catch (error) {
    return { announced: [], unknown: troubleOf(error) };
  }
}

/** When the machine does not answer, saving would fail too: the page says why, before anybody tries. */
async function previewOrReason(
  saving: Needs['save'],
): Promise<{ preview: SavePreview | null; problem: Sentence | '' }> {
  if (saving.current()?.outcome === 'running') return { preview: null, problem: '' };
  try {
    return { preview: await saving.preview(), problem: '' };
  } catch (error) {
    return { preview: null, problem: troubleOf(error) };
  }
}

/** Whom a save disturbs and which files were changed by hand, as a short text. */
function previewDigest(preview: SavePreview | null): string {
  return preview === null ? '' : shortText([preview.sentences, preview.handEdits]);
}

/** The list of pending changes as a short text, so that a form can tell which list it showed. */
export function digestOf(pending: readonly PendingChange[]): string {
  return shortText(pending);
}

function shortText(shown: unknown): string {
  return createHash('sha256').update(JSON.stringify(shown)).digest('base64url');
}

function decisionsOf(request: PageRequest, paths: readonly string[]): Decisions {
  const isDecision = (text: string): text is Decision => text === 'keep' || text === 'overwrite';
  return Object.fromEntries(
    paths.flatMap((path): [string, Decision][] => {
      const text = request.field(`${FILE}${path}`);
      return isDecision(text) ? [[path, text]] : [];
    }),
  );
}
