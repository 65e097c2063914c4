import type { Question } from '../../core/module/index.js';
import type { JabberSettings } from './settings.js';

/** Asked before the domain of a service in use is changed: eBox orphaned contact lists without a word. */
export function question(before: JabberSettings, after: JabberSettings): Question | null {
  if (before.domain === after.domain) return null;
  return {
    title: `Change the domain from ${before.domain} to ${after.domain}?`,
    sentences: [
      `Every address changes: user@${before.domain} becomes user@${after.domain}. Everybody must change it in the client and is disconnected when you save.`,
      `Contact lists, messages that wait for people who are offline, and chat rooms belong to ${before.domain}. Under ${after.domain} everybody finds what was there before, or begins with an empty list if that domain is new.`,
      'When you save, a dated copy of all this is made first. Nothing is deleted.',
      `If you change back to ${before.domain}, everything is found again.`,
    ],
    accept: 'Change the domain',
  };
}
