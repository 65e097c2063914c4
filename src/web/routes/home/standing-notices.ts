import { allOf, many, passage, quantity, say, type Sentence } from '../../../core/words/sentence.js';
import type { Finding } from '../../../core/finding.js';
import { reasonOf } from '../../../errors.js';
import type { CertificateOutlook } from '../../../services/certificates/certificate-renewal.js';
import type { DaemonRow } from '../../../services/daemons/daemon-row.js';
import type { Deps } from '../../deps.js';
import { byUrgency, waitNotices, watchNotices, type StandingNotice } from '../../notices.js';
import { restartPath } from './restart.js';

export type Needs = Pick<
  Deps,
  'save' | 'waiting' | 'draft' | 'clock' | 'signIn' | 'notices' | 'findings' | 'log'
>;

/** What the pages found out already. */
export interface Found {
  readonly daemons: readonly DaemonRow[];
  readonly certificates: readonly CertificateOutlook[];
}

/** All that a person should know or do now, the most urgent first. */
export async function standingNotices(
  needs: Needs,
  { daemons, certificates }: Found,
): Promise<readonly StandingNotice[]> {
  const { save, signIn, notices, findings } = needs;
  const [edited, told, unwell] = await Promise.all([drifted(needs), notices.all(), findings.unwell()]);
  return byUrgency([
    ...daemons.flatMap(stoppedNotice),
    ...ifSaid(save.recovery(), (sentence) => ({ urgency: 'soon', sentence })),
    ...watchNotices(save),
    ...waitNotices(needs),
    ...unwell.map(findingNotice),
    ...certificates.flatMap((outlook) => outlook.notices).map(certificateNotice),
    ...ifSaid(signIn.guessing(), guessingNotice),
    ...driftNotice(edited),
    ...told.map((sentence): StandingNotice => ({ urgency: 'soon', sentence })),
    ...daemons.flatMap(replacedNotice),
  ]);
}

function ifSaid(
  sentence: Sentence | null,
  notice: (sentence: Sentence) => StandingNotice,
): readonly StandingNotice[] {
  return sentence === null ? [] : [notice(sentence)];
}

/** Starting what does not run disturbs nobody. */
function stoppedNotice({ name, title, state, detail, can }: DaemonRow): readonly StandingNotice[] {
  if (state !== 'stopped' || can !== 'start') return [];
  return [
    {
      urgency: 'now',
      sentence: passage(say`${{ daemon: title }} does not run.`, detail),
      link: { label: say`Show its log`, path: `/logs?daemon=${name}` },
      button: { label: say`Start`, heard: say`Start ${{ daemon: title }}`, path: restartPath(name) },
    },
  ];
}

function replacedNotice({ title, advice }: DaemonRow): readonly StandingNotice[] {
  return advice === ''
    ? []
    : [
        {
          urgency: 'never',
          sentence: say`${{ daemon: title }}: ${{ advice }}`,
          link: { label: say`Show the daemons`, path: '#daemons' },
        },
      ];
}

function findingNotice({ verdict, sentence, advice }: Finding): StandingNotice {
  return { urgency: verdict === 'problem' ? 'now' : 'soon', sentence: passage(sentence, advice) };
}

function certificateNotice({ isUrgent, sentence }: CertificateOutlook['notices'][number]): StandingNotice {
  return {
    urgency: isUrgent ? 'now' : 'soon',
    sentence,
    link: { label: say`Show the certificate`, path: '/certificates' },
  };
}

function guessingNotice(sentence: Sentence): StandingNotice {
  return {
    urgency: 'soon',
    sentence,
    link: { label: say`Show the attempts`, path: '/audit-log?search=refused' },
  };
}

function driftNotice(files: readonly string[]): readonly StandingNotice[] {
  if (files.length === 0) return [];
  const sentence = many(
    files.length,
    say`A file was changed by hand: ${{ files: allOf(files) }}.`,
    say`${{ count: quantity(files.length) }} files were changed by hand: ${{ files: allOf(files) }}.`,
  );
  return [
    {
      urgency: 'soon',
      sentence,
      link: { label: say`Show the changes, and decide`, path: '/save-changes' },
    },
  ];
}

/** The home page is shown also when this cannot be read; the Save Changes page then says why. */
async function drifted({ save, log }: Needs): Promise<readonly string[]> {
  try {
    return await save.drifted();
  } catch (error) {
    log.error(`cannot find out which files were changed by hand: ${reasonOf(error)}`);
    return [];
  }
}
