import type { ServiceAnswer } from '../../core/module/index.js';
import { many, quantity, say, sayOf, type Sentence } from '../../core/words/sentence.js';
import type { JabberSettings } from './settings.js';

/** "Does chat work?" */
export const answer: ServiceAnswer<JabberSettings> = {
  works: ({ domain }) => say`Chat works at ${{ domain }}.`,
  fails: ({ domain }) => say`Chat at ${{ domain }} has a problem.`,
  connected(sessions, users) {
    if (sessions === 0) return say`Nobody is connected now.`;
    if (sessions === users)
      return many(
        users,
        say`One user is connected now.`,
        say`${{ count: quantity(users) }} users are connected now.`,
      );
    return say`Connected now: ${{ users: usersWords(users) }} with ${{ clients: quantity(sessions) }} clients.`;
  },
  facts: ({ otherServers, muc }) => [
    {
      label: say`Other servers`,
      value: otherServers ? sayOf('other servers')`Allowed` : sayOf('other servers')`Not allowed`,
    },
    { label: say`Chat rooms`, value: muc ? sayOf('chat rooms')`On` : sayOf('chat rooms')`Off` },
  ],
};

function usersWords(users: number): Sentence {
  return many(users, say`one user`, say`${{ count: quantity(users) }} users`);
}
