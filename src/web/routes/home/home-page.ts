import { shown, type PageAnswer, type PageDeclaration } from '../../../core/page.js';
import { passage, say, sayOf, type Sentence } from '../../../core/words/sentence.js';
import { reasonOf } from '../../../errors.js';
import type { CertificateNotice } from '../../../services/certificates/certificate-renewal.js';
import type { DaemonRow, DaemonStatus } from '../../../services/daemons/daemon-row.js';
import type { Deps } from '../../deps.js';
import { nextSteps } from '../../next-steps.js';
import { watchNotices } from '../../notices.js';

const states: Readonly<Record<DaemonStatus, { readonly word: Sentence; readonly tone: string }>> = {
  running: { word: sayOf('a daemon')`Running`, tone: 'good' },
  stopped: { word: sayOf('a daemon')`Stopped`, tone: 'bad' },
  crashing: { word: sayOf('a daemon')`Crashing`, tone: 'bad' },
  'not-answering': { word: sayOf('a daemon')`Not answering`, tone: 'bad' },
  outdated: { word: sayOf('a daemon')`Needs a save`, tone: 'warning' },
  unmanaged: { word: sayOf('a daemon')`Running unmanaged`, tone: 'warning' },
  disabled: { word: sayOf('a daemon')`Disabled`, tone: 'quiet' },
};

export type Needs = Pick<
  Deps,
  | 'modules'
  | 'health'
  | 'notices'
  | 'findings'
  | 'save'
  | 'draft'
  | 'frameOf'
  | 'log'
  | 'acts'
  | 'renewal'
  | 'signIn'
>;

/** The home page: what to do next, and what each module and daemon really does. */
export function homePage(needs: Needs): PageDeclaration {
  return { path: '/', get: () => show(needs) };
}

async function show(needs: Needs): Promise<PageAnswer> {
  const { modules, health, notices, findings, save, signIn } = needs;
  const [daemons, steps, edited, certificate, told, unwell] = await Promise.all([
    health.rows(),
    nextSteps(needs),
    drifted(needs),
    certificateNotices(needs),
    notices.all(),
    findings.unwell(),
  ]);
  return shown({
    template: 'home',
    title: say`Home`,
    locals: {
      recovery: save.recovery() ?? '',
      guessing: signIn.guessing() ?? '',
      drifted: edited,
      certificateNotices: certificate,
      notices: told,
      findings: [
        ...watchNotices(save),
        ...unwell.map(({ verdict, sentence, advice }) => ({
          tone: verdict === 'problem' ? 'error' : 'warning',
          text: passage(sentence, advice),
        })),
      ],
      steps,
      modules: modules.rows().map(({ module, enabled, savedEnabled }) => ({
        title: module.title,
        summary: module.summary,
        path: module.page?.path ?? '',
        label: module.page?.label ?? '',
        isEnabled: savedEnabled,
        isPending: enabled !== savedEnabled,
        status: savedEnabled ? sayOf('a module')`Enabled` : sayOf('a module')`Disabled`,
        daemons: daemons.filter((row) => row.moduleId === module.id).map(viewOfDaemon),
      })),
    },
  });
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

/** The home page is shown also when the certificate cannot be looked at. */
async function certificateNotices({ renewal, log }: Needs): Promise<readonly CertificateNotice[]> {
  try {
    return await renewal.notices();
  } catch (error) {
    log.error(`cannot look at the certificate: ${reasonOf(error)}`);
    return [];
  }
}

function viewOfDaemon(row: DaemonRow): Readonly<Record<string, unknown>> {
  const { word, tone } = states[row.state];
  return {
    title: row.title,
    name: row.name,
    word,
    tone,
    detail: row.detail,
    advice: row.advice,
    crashes: row.crashes,
    hasLog: row.state !== 'disabled',
    ...buttonOf(row),
    action: `/daemons/${row.name}/restart`,
  };
}

/** The button's word, and what is read aloud in its place, since a page has many. */
function buttonOf({ can, title }: DaemonRow): {
  readonly button: Sentence | '';
  readonly buttonHeard: Sentence | '';
} {
  if (can === null) return { button: '', buttonHeard: '' };
  return can === 'start'
    ? { button: say`Start`, buttonHeard: say`Start ${{ daemon: title }}` }
    : { button: say`Restart`, buttonHeard: say`Restart ${{ daemon: title }}` };
}
