import { Router } from 'express';
import { PanelError, reasonOf } from '../../errors.js';
import { restartAudited } from '../../services/daemons/audited-restart.js';
import type { CertificateNotice } from '../../services/certificates/certificate-renewal.js';
import type { DaemonRow, DaemonStatus } from '../../services/daemons/daemon-row.js';
import type { Deps } from '../deps.js';
import { nextSteps } from '../next-steps.js';
import type { Pages } from '../pages.js';
import { route } from '../route.js';
import { actorOf, fieldOf, partOf, sessionOf } from '../visit.js';

const states: Readonly<Record<DaemonStatus, { readonly word: string; readonly tone: string }>> = {
  running: { word: 'Running', tone: 'good' },
  stopped: { word: 'Stopped', tone: 'bad' },
  crashing: { word: 'Crashing', tone: 'bad' },
  'not-answering': { word: 'Not answering', tone: 'bad' },
  outdated: { word: 'Needs a save', tone: 'warning' },
  unmanaged: { word: 'Running unmanaged', tone: 'warning' },
  disabled: { word: 'Disabled', tone: 'quiet' },
};

/** The home page: what to do next, and what each module and daemon really does. */
export function homeRoutes(
  deps: Pick<
    Deps,
    | 'modules'
    | 'registry'
    | 'health'
    | 'notices'
    | 'findings'
    | 'save'
    | 'draft'
    | 'frameOf'
    | 'log'
    | 'audit'
    | 'renewal'
    | 'signIn'
  >,
  pages: Pages,
): Router {
  const { modules, registry, health, notices, findings, save, log, audit, renewal, signIn } = deps;
  const router = Router({ strict: true, caseSensitive: true });

  route(router, '/', {
    get: async (request, response) => {
      const [daemons, steps, edited, certificate, told, unwell] = await Promise.all([
        health.rows(),
        nextSteps(deps),
        changedByHand(),
        certificateNotices(),
        notices.all(),
        findings.unwell(),
      ]);
      await pages.show(request, response, {
        template: 'home',
        title: 'Home',
        locals: {
          recovery: save.recovery() ?? '',
          guessing: signIn.guessing() ?? '',
          changedByHand: edited,
          certificateNotices: certificate,
          notices: told,
          findings: unwell.map(({ verdict, sentence, advice }) => ({
            tone: verdict === 'problem' ? 'error' : 'warning',
            text: `${sentence} ${advice}`,
          })),
          steps,
          modules: modules.rows().map(({ module, enabled, savedEnabled }) => ({
            title: module.title,
            summary: module.summary,
            path: module.page?.path ?? '',
            label: module.page?.label ?? '',
            isEnabled: savedEnabled,
            isPending: enabled !== savedEnabled,
            status: savedEnabled ? 'Enabled' : 'Disabled',
            daemons: daemons.filter((row) => row.module === module.title).map(viewOfDaemon),
          })),
        },
      });
    },
  });

  /** What cannot be read is said on Save Changes; the home page is there all the same. */
  async function changedByHand(): Promise<readonly string[]> {
    try {
      return await save.changedByHand();
    } catch (error) {
      log.error(`cannot tell which files were changed by hand: ${reasonOf(error)}`);
      return [];
    }
  }

  /** The home page is there also when the certificate cannot be looked at. */
  async function certificateNotices(): Promise<readonly CertificateNotice[]> {
    try {
      return await renewal.notices();
    } catch (error) {
      log.error(`cannot look at the certificate: ${reasonOf(error)}`);
      return [];
    }
  }

  route(router, '/daemons/:name/restart', {
    post: async (request, response) => {
      const session = sessionOf(request);
      const name = partOf(request, 'name');
      const daemon = registry.modules.flatMap((module) => module.daemons).find((one) => one.name === name);
      if (daemon === undefined) throw new PanelError('daemon-unknown');
      if (save.current()?.outcome === 'running') throw new PanelError('save-running');
      const asks = fieldOf(request, 'running') === 'yes' && fieldOf(request, '_confirmed') !== 'yes';
      if (asks) {
        return pages.show(request, response, {
          template: 'question',
          title: `Restart ${daemon.title}?`,
          locals: {
            sentences: [daemon.disturbs],
            answers: [{ label: 'Restart', value: '' }],
            isLoss: daemon.disconnectsEverybody,
            action: request.path,
            cancel: '/',
            hidden: [['_confirmed', 'yes']],
          },
        });
      }
      const problem = await restartAudited({ save, audit, log }, actorOf(request), daemon);
      session.notify(
        problem === null
          ? { kind: 'done', sentence: `${daemon.title} was started and answers.` }
          : { kind: 'warning', sentence: problem },
      );
      response.redirect(303, '/');
    },
  });

  return router;
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
    button: row.can === null ? '' : row.can === 'start' ? 'Start' : 'Restart',
    action: `/daemons/${row.name}/restart`,
    running: row.can === 'restart' ? 'yes' : 'no',
  };
}
