import { isAsked } from '../../../core/act.js';
import type { Frame } from '../../../core/module/index.js';
import {
  movedTo,
  shown,
  type Notice,
  type PageAnswer,
  type PageDeclaration,
  type PageRequest,
} from '../../../core/page.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import { outdatedClients, sentencesOf, TELL } from '../client-setup/before-save.js';
import { sentSentence } from '../live/words.js';
import { settingsForm } from '../settings.js';

/** Tells the users who are connected what to change in their clients, before a save makes their set-up wrong. */
export function tellPages(frame: Frame): readonly PageDeclaration[] {
  return [
    {
      path: TELL,
      get: () => show(frame, { typed: null, error: '' }),
      async post(request: PageRequest) {
        const text = request.field('text');
        const addresses = (await frame.connected()).map(({ address }) => address);
        const came = await frame.acts.messageSessions.request({ addresses, text }, request.permission);
        if (isAsked(came)) return { kind: 'asking', asked: came, cancel: TELL };
        if (came.kind === 'invalid') return show(frame, { typed: text, error: came.problem });
        return movedTo('/save-changes', noticeOf(came));
      },
    },
  ];
}

function noticeOf({ there, delivered }: { readonly there: number; readonly delivered: number }): Notice {
  return there === 0
    ? { kind: 'done', sentence: say`No client is connected, so no message was sent.` }
    : { kind: delivered < there ? 'warning' : 'done', sentence: sentSentence(there, delivered) };
}

async function show(
  frame: Frame,
  { typed, error }: { readonly typed: string | null; readonly error: Sentence | '' },
): Promise<PageAnswer> {
  const active = frame.active();
  const outdated =
    active === null
      ? { changes: [], users: 0 }
      : await outdatedClients(
          frame.machine,
          settingsForm.schema.parse(active),
          settingsForm.schema.parse(frame.draft()),
        );
  return shown({
    template: 'jabber/tell-users',
    title: say`Tell users about their clients`,
    status: error === '' ? 200 : 422,
    locals: {
      action: TELL,
      error,
      isServed: active !== null,
      sentences: outdated.changes.length === 0 ? [] : sentencesOf(outdated),
      messages: outdated.changes.map(({ message }) => message),
      typed,
    },
  });
}
