import { createHash } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import type { PendingChange } from '../../core/draft.js';
import type { Decision, Decisions } from '../../core/hand-edits.js';
import { reasonOf } from '../../errors.js';
import { discardAudited, startAudited } from '../../services/saving/audited-save.js';
import type { SavePreview } from '../../services/saving/save-preview.js';
import { BACKGROUND } from '../background.js';
import type { Deps } from '../deps.js';
import { streamJob } from '../job-stream.js';
import { viewOfJob } from '../job-view.js';
import { momentOf } from '../moment.js';
import type { Pages } from '../pages.js';
import { route } from '../route.js';
import { actorOf, fieldOf, sessionOf } from '../visit.js';

const PATH = '/save-changes';
const PROGRESS = '/save-changes/progress';
const FILE = 'file.';

/** What is pending, saving or discarding it, and the progress of a save. */
export function saveChangesRoutes(deps: Pick<Deps, 'draft' | 'save' | 'audit'>, pages: Pages): Router {
  const { draft, save, audit } = deps;
  const router = Router({ strict: true, caseSensitive: true });

  route(router, PATH, {
    get: (request, response) => show(request, response, 200, ''),
    post: async (request, response) => {
      if (save.current()?.outcome === 'running') {
        response.redirect(303, PROGRESS);
        return;
      }
      if (fieldOf(request, '_pending') !== digestOf(draft.pending())) {
        return show(
          request,
          response,
          409,
          'The changes are no longer those that this page showed. Look at them again, then save.',
        );
      }
      const shown = fieldOf(request, '_files')
        .split('\n')
        .filter((path) => path !== '');
      const decisions = decisionsOf(request, shown);
      if (shown.some((path) => decisions[path] === undefined)) {
        return show(
          request,
          response,
          422,
          'Decide for each file that was changed by hand whether to keep or to overwrite it.',
        );
      }
      await startAudited({ draft, save, audit }, actorOf(request), decisions);
      response.redirect(303, PROGRESS);
    },
  });

  route(router, `${PATH}/discard`, {
    post: async (request, response) => {
      if (save.current()?.outcome === 'running') {
        return show(
          request,
          response,
          409,
          'A save is running, so nothing was discarded. Wait for its end, then look again.',
        );
      }
      if (fieldOf(request, '_pending') !== digestOf(draft.pending())) {
        return show(
          request,
          response,
          409,
          'The changes are no longer those that this page showed. Look at them again, then discard.',
        );
      }
      await discardAudited({ draft, audit }, actorOf(request));
      sessionOf(request).notify({
        kind: 'done',
        sentence: 'The changes were discarded. What is in force has not changed.',
      });
      response.redirect(303, PATH);
    },
  });

  route(router, PROGRESS, {
    get: async (request, response) => {
      const job = save.current();
      if (job === null) {
        response.redirect(303, PATH);
        return;
      }
      const view = viewOfJob(job);
      await pages.show(request, response, {
        template: 'progress',
        title: view.heading,
        isFailed: view.outcome === 'failed',
        script: 'progress.js',
        refresh: view.outcome === 'running' ? `${PROGRESS}?${BACKGROUND}` : '',
        locals: { job: view, events: `${PATH}/events`, pending: draft.pending().length },
      });
    },
  });

  route(router, `${PATH}/events`, {
    get: (request, response) => {
      streamJob(response, {
        save,
        pages,
        mayWatch: async () => (await request.visit?.stillSignedIn()) ?? false,
      });
    },
  });

  async function show(request: Request, response: Response, status: number, message: string): Promise<void> {
    const pending = draft.pending();
    const { preview, problem } = await previewOrReason();
    const handEdits = preview?.handEdits ?? [];
    const decisions = decisionsOf(
      request,
      handEdits.map(({ path }) => path),
    );
    await pages.show(request, response, {
      template: 'save-changes',
      title: 'Save Changes',
      status,
      locals: {
        action: PATH,
        discard: `${PATH}/discard`,
        message,
        problem,
        digest: digestOf(pending),
        running: save.current()?.outcome === 'running' ? PROGRESS : '',
        lastSave: save.current() === null ? '' : PROGRESS,
        canDiscard: save.current()?.outcome !== 'running' && pending.some((change) => change.discardable),
        pending: pending.map((change) => ({
          ...change,
          when: change.when === null ? '' : momentOf(change.when),
          iso: change.when ?? '',
          who: change.who ?? '',
        })),
        disturbs: preview?.sentences ?? [],
        connected: preview === null ? '' : connectedNow(preview),
        files: handEdits.map(({ path }) => path).join('\n'),
        handEdits: handEdits.map((edit, index) => ({
          ...edit,
          id: `file-${index}`,
          name: `${FILE}${edit.path}`,
          decision: decisions[edit.path] ?? '',
        })),
      },
    });
  }

  /** When the machine does not answer, saving would fail too: the page says why, before anybody tries. */
  async function previewOrReason(): Promise<{ preview: SavePreview | null; problem: string }> {
    if (save.current()?.outcome === 'running') return { preview: null, problem: '' };
    try {
      return { preview: await save.preview(), problem: '' };
    } catch (error) {
      return { preview: null, problem: reasonOf(error) };
    }
  }

  return router;
}

/** The list of pending changes as a short text, so that a form can tell which list it showed. */
function digestOf(pending: readonly PendingChange[]): string {
  return createHash('sha256').update(JSON.stringify(pending)).digest('base64url');
}

function decisionsOf(request: Request, paths: readonly string[]): Decisions {
  const isDecision = (text: string): text is Decision => text === 'keep' || text === 'overwrite';
  return Object.fromEntries(
    paths.flatMap((path): [string, Decision][] => {
      const text = fieldOf(request, `${FILE}${path}`);
      return isDecision(text) ? [[path, text]] : [];
    }),
  );
}

/** How many people a save would reach just now; '' when it disturbs nobody, or when nobody can tell. */
function connectedNow({ connected }: SavePreview): string {
  if (connected === null) return '';
  if (connected === 0) return 'Just now nobody is connected.';
  return connected === 1
    ? 'Just now one client is connected.'
    : `Just now ${connected} clients are connected.`;
}
