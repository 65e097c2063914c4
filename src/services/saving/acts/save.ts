import type { Act, Deed } from '../../../core/act.js';
import type { PendingChange } from '../../../core/pending-changes.js';
import type { Decision, Decisions } from '../../../core/drift.js';
import { say, sayOf, type Sentence } from '../../../core/words/sentence.js';
import { PanelError } from '../../../errors.js';
import { signatureOf } from '../../records/audit-trail.js';
import { connectedSentence } from '../connected-words.js';
import type { DraftSettings } from '../draft-settings.js';
import type { SaveChanges } from '../save-changes.js';

/** Seconds that the machine may take to say what a save would do. */
export const SECONDS = 20;

/** Saves the draft. The job that it begins tells its own end; see {@link SaveChanges.start}. */
export function save(parts: {
  readonly draft: Pick<DraftSettings, 'pending'>;
  readonly save: Pick<SaveChanges, 'start' | 'current' | 'preview'>;
}): Act<{ readonly decisions: Decisions }, { readonly kind: 'begun' }> {
  return {
    name: 'changes.save',
    title: () => say`Save Changes`,
    check() {
      mustNotRun(parts.save);
      return null;
    },
    async question() {
      const { sentences, connected, disconnectsEverybody } = await parts.save.preview(SECONDS);
      if (sentences.length === 0) return null;
      return {
        title: say`Save the changes?`,
        sentences: [...sentences, connectedSentence(connected)],
        isLoss: disconnectsEverybody,
        answers: [{ label: say`Save Changes` }],
      };
    },
    async do({ decisions }, { actor, record }) {
      mustNotRun(parts.save);
      await record(...deedsOf(parts.draft.pending(), decisions));
      parts.save.start(signatureOf(actor), decisions);
      return { kind: 'begun' };
    },
  };
}

const decisionWords: Readonly<Record<Decision, Sentence>> = {
  keep: sayOf('a file that was changed by hand')`keep`,
  overwrite: sayOf('a file that was changed by hand')`overwrite`,
};

/** @throws PanelError `save-running` */
export function mustNotRun(saving: Pick<SaveChanges, 'current'>): void {
  if (saving.current()?.outcome === 'running') throw new PanelError('save-running');
}

/** What is written down of a save: each change, and each file that was decided on. */
export function deedsOf(
  pending: readonly PendingChange[],
  decisions: Decisions,
  outcome: Sentence = say`begun`,
): readonly Deed[] {
  const changes = pending.map(({ moduleTitle, label, before, after }) => ({
    what: say`Save Changes: ${{ module: moduleTitle }}, ${{ setting: label }}`,
    before,
    after,
    outcome,
  }));
  const files = Object.entries(decisions).map(([path, decision]) => ({
    what: say`Save Changes: ${{ file: path }}, which was changed by hand`,
    after: decisionWords[decision],
    outcome,
  }));
  return [...changes, ...files];
}
