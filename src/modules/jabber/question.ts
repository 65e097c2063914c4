import type { Question, WantedChange } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import { say } from '../../core/words/sentence.js';
import type { JabberSettings } from './settings.js';

/** Asked before the domain of an enabled service changes: eBox orphaned contact lists without a warning. */
export function question(
  _machine: Machine,
  { inUse: before, wanted: after }: WantedChange<JabberSettings>,
): Promise<Question | null> {
  if (before === null || before.domain === after.domain) return Promise.resolve(null);
  return Promise.resolve({
    title: say`Change the domain from ${{ before: before.domain }} to ${{ after: after.domain }}?`,
    sentences: [
      say`Every address changes: user@${{ before: before.domain }} becomes user@${{ after: after.domain }}. All users must change it in their clients, and they are disconnected when you save.`,
      say`Contact lists, messages for users who are offline, and chat rooms belong to ${{ before: before.domain }}. If ${{ after: after.domain }} was used before, its data is used again; if it is new, users begin with an empty contact list.`,
      say`When you save, the panel first makes a dated copy of all this. Nothing is deleted.`,
      say`If you change back to ${{ domain: before.domain }}, its data is used again.`,
    ],
    answers: [{ label: say`Change the domain`, settings: {} }],
  });
}
