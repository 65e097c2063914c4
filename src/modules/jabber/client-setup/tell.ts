import type { Act, Outcome } from '../../../core/act.js';
import type { Frame } from '../../../core/module/index.js';
import { many, quantity, say } from '../../../core/words/sentence.js';
import type { Sentence } from '../../../core/words/sentence.js';
import { tellSessionsOf } from '../panel.js';
import { settingsForm } from '../settings.js';

/** Characters of a message at most. */
const LONGEST = 2000;

/** What users are to be told. */
export interface WantedTelling {
  readonly text: string;
}

/** What came of it. */
export type TellCame =
  | { readonly kind: 'told'; readonly clients: number }
  | { readonly kind: 'invalid'; readonly reason: Sentence };

/** Sends a message about their set-up to all users who are connected. Who is not connected does not get it. */
export function tellUsers(frame: Frame): Act<WantedTelling, TellCame & Outcome> {
  const title = say`Message about the set-up of clients`;
  return {
    name: 'chat.tell-users',
    title: () => title,
    check: ({ text }) => {
      const reason = wrong(text);
      if (reason !== null) return { kind: 'invalid', reason };
      return frame.active() === null ? { kind: 'invalid', reason: say`The chat service is disabled.` } : null;
    },
    async do({ text }, doing) {
      const { domain } = settingsForm.schema.parse(frame.active());
      const sessions = (await frame.connected()).map(({ address }) => address);
      const reached = await tellSessionsOf(frame.machine, domain, sessions, text.trim());
      const clients = reached.length;
      await doing.record({ what: title, after: text.trim(), outcome: toldSentence(clients) });
      return { kind: 'told', clients };
    },
  };
}

/** To how many clients the message went. */
export function toldSentence(clients: number): Sentence {
  if (clients === 0) return say`No client is connected, so no message was sent.`;
  return many(
    clients,
    say`The message was sent to the one client that is connected.`,
    say`The message was sent to the ${{ count: quantity(clients) }} clients that are connected.`,
  );
}

function wrong(text: string): Sentence | null {
  if (text.trim() === '') return say`Type a message.`;
  if (text.length > LONGEST)
    return say`The message is too long: at most ${{ count: quantity(LONGEST) }} characters.`;
  if (/[^\P{Cc}\n\r\t]/u.test(text))
    return say`The message contains an invisible character. Type it again by hand.`;
  return null;
}
