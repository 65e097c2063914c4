import type { Question, WantedChange } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import type { JabberSettings } from './settings.js';

/** Asked before the domain of a service in use is changed: eBox orphaned contact lists without a word. */
export function question(
  _machine: Machine,
  { inUse: before, wanted: after }: WantedChange<JabberSettings>,
): Promise<Question | null> {
  if (before === null || before.domain === after.domain) return Promise.resolve(null);
  return Promise.resolve({
    title: `Change the domain from ${before.domain} to ${after.domain}?`,
    sentences: [
      `Every address changes: user@${before.domain} becomes user@${after.domain}. Everybody must change it in the client and is disconnected when you save.`,
      `Contact lists, messages that wait for people who are offline, and chat rooms belong to ${before.domain}. Under ${after.domain} everybody finds what was there before, or begins with an empty list if that domain is new.`,
      'When you save, a dated copy of all this is made first. Nothing is deleted.',
      `If you change back to ${before.domain}, everything is found again.`,
    ],
    answers: [{ label: 'Change the domain', settings: {} }],
  });
}
