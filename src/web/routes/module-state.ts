import { Router, type Request, type Response } from 'express';
import type { Module } from '../../core/module/index.js';
import { PanelError } from '../../errors.js';
import {
  alsoOffSentences,
  disableAudited,
  enableAudited,
  enabledSentence,
  titlesOf,
} from '../../services/enabling/audited-modules.js';
import type { Consent } from '../../services/enabling/module-states.js';
import type { Deps } from '../deps.js';
import { confirmIdentity } from '../identity.js';
import type { Pages } from '../pages.js';
import { route } from '../route.js';
import { actorOf, fieldOf, queryOf, sessionOf } from '../visit.js';

const PATH = '/module-state';
const ENABLE = '/module-state/enable';

/** Which modules are on: a table of tick boxes, and the consent page before a module is configured. */
export function moduleStateRoutes(deps: Pick<Deps, 'modules' | 'registry' | 'audit'>, pages: Pages): Router {
  const { modules, registry, audit } = deps;
  const router = Router({ strict: true, caseSensitive: true });

  route(router, PATH, {
    get: (request, response) => showTable(request, response, 200, ''),
    post: async (request, response) => {
      const session = sessionOf(request);
      const { turnOn, turnOff } = wishes(request);
      const alsoOff = turnOff.flatMap((module) => modules.dependents(module.id));
      const contradicted = turnOn.find((module) =>
        registry.withDependencies(module.id).some((needed) => turnOff.includes(needed)),
      );
      if (contradicted !== undefined) {
        const needed = registry
          .withDependencies(contradicted.id)
          .filter((module) => turnOff.includes(module));
        return showTable(
          request,
          response,
          422,
          `${contradicted.title} depends on ${titlesOf(needed)}. Tick both, or neither.`,
        );
      }
      const unasked = alsoOff.filter((module) => !turnOff.includes(module));
      if (unasked.length > 0 && fieldOf(request, '_confirmed') !== 'yes') {
        return askToDisable(request, response, turnOff, unasked);
      }

      const off = await disableAudited({ modules, audit }, actorOf(request), turnOff);
      if (off.length > 0)
        session.notify({
          kind: 'done',
          sentence: `${titlesOf(off)} will be turned off when you press Save Changes.`,
        });
      if ((await consentFor(turnOn)).modules.length > 0) {
        response.redirect(
          303,
          `${ENABLE}?modules=${turnOn.map(({ id }) => encodeURIComponent(id)).join('+')}`,
        );
        return;
      }
      if (turnOn.length > 0) return enable(request, response, turnOn, []);
      if (off.length === 0) session.notify({ kind: 'done', sentence: 'Nothing was changed.' });
      response.redirect(303, PATH);
    },
  });

  route(router, ENABLE, {
    get: async (request, response) => {
      const wanted = modulesNamed(queryOf(request, 'modules'));
      const consent = await consentFor(wanted);
      if (wanted.length === 0 || consent.modules.length === 0) {
        response.redirect(303, PATH);
        return;
      }
      await pages.show(request, response, {
        template: 'consent',
        title: `Enable ${titlesOf(wanted)}`,
        locals: {
          action: ENABLE,
          cancel: PATH,
          wanted: wanted.map(({ id }) => id).join(' '),
          alsoEnabled: consent.alsoEnabled.map(({ title }) => ({ title, neededBy: titlesOf(wanted) })),
          offers: consent.modules.flatMap(({ offer }) => (offer === null ? [] : [offer])),
          modules: consent.modules.map(({ module, actions, files }) => ({
            title: module.title,
            actions,
            files,
          })),
        },
      });
    },
    post: async (request, response) => {
      const wanted = modulesNamed(fieldOf(request, 'modules'));
      const taken = fieldOf(request, 'takeOver') === 'on' ? await offering(wanted) : [];
      const dangers = await Promise.all(taken.map((module) => modules.danger(module.id)));
      const danger = dangers.find((reason) => reason !== null) ?? null;
      if (!(await confirmIdentity(pages, request, response, { danger, cancel: PATH }))) return;
      return enable(request, response, wanted, taken);
    },
  });

  /** @param taken those of whose offers are accepted */
  async function enable(
    request: Request,
    response: Response,
    wanted: readonly Module[],
    taken: readonly Module[],
  ): Promise<void> {
    const session = sessionOf(request);
    try {
      const on = await enableAudited({ modules, audit }, actorOf(request), wanted, taken.length > 0);
      session.notify({ kind: 'done', sentence: enabledSentence(on, wanted) });
    } catch (error) {
      if (!(error instanceof PanelError)) throw error;
      return showTable(request, response, error.status, error.message);
    }
    response.redirect(303, PATH);
  }

  /** What the form asks for, against what it showed: what somebody else changed meanwhile is left alone. */
  function wishes(request: Request): { turnOn: readonly Module[]; turnOff: readonly Module[] } {
    const shownOn = fieldOf(request, '_enabled').split(' ');
    const changed = modules.rows().filter(({ module, enabled }) => {
      const ticked = fieldOf(request, module.id) === 'on';
      return ticked !== shownOn.includes(module.id) && ticked !== enabled;
    });
    return {
      turnOn: changed.filter((row) => !row.enabled).map((row) => row.module),
      turnOff: changed.filter((row) => row.enabled).map((row) => row.module),
    };
  }

  /** The consents for several modules as one: each module once, dependencies first. */
  async function consentFor(wanted: readonly Module[]): Promise<Consent> {
    const consents = await Promise.all(wanted.map((module) => modules.consent(module.id)));
    const ids = new Set(consents.flatMap((consent) => consent.modules.map(({ module }) => module.id)));
    const all = consents.flatMap((consent) => consent.modules);
    return {
      modules: registry.modules.flatMap(({ id }) =>
        ids.has(id) ? all.filter(({ module }) => module.id === id).slice(0, 1) : [],
      ),
      alsoEnabled: [...new Set(consents.flatMap((consent) => consent.alsoEnabled))].filter(
        (module) => !wanted.includes(module),
      ),
    };
  }

  /** Those, and what they depend on, of which something can be taken over. */
  async function offering(wanted: readonly Module[]): Promise<readonly Module[]> {
    const consent = await consentFor(wanted);
    return consent.modules
      .filter(({ offer }) => offer !== null && offer.accept !== null)
      .map(({ module }) => module);
  }

  function modulesNamed(ids: string): readonly Module[] {
    return ids
      .split(' ')
      .filter((id) => id !== '')
      .map((id) => registry.get(id));
  }

  async function askToDisable(
    request: Request,
    response: Response,
    turnOff: readonly Module[],
    also: readonly Module[],
  ): Promise<void> {
    const sent = [...(request.form ?? [])].filter(([name]) => name !== '_token');
    await pages.show(request, response, {
      template: 'question',
      title: `Disable ${titlesOf(turnOff)}?`,
      locals: {
        sentences: alsoOffSentences(also, turnOff),
        answers: [{ label: `Disable ${titlesOf([...turnOff, ...also])}`, value: '' }],
        isLoss: true,
        action: PATH,
        cancel: PATH,
        hidden: [...sent, ['_confirmed', 'yes']],
      },
    });
  }

  async function showTable(
    request: Request,
    response: Response,
    status: number,
    message: string,
  ): Promise<void> {
    const rows = modules.rows();
    await pages.show(request, response, {
      template: 'module-state',
      title: 'Module State',
      status,
      locals: {
        action: PATH,
        message,
        enabled: rows
          .filter((row) => row.enabled)
          .map((row) => row.module.id)
          .join(' '),
        rows: rows.map(({ module, enabled, savedEnabled, configured }) => ({
          id: module.id,
          title: module.title,
          summary: module.summary,
          depends: module.dependsOn.map((id) => registry.get(id).title),
          enabled,
          status: statusSentence(enabled, savedEnabled, configured),
          isPending: enabled !== savedEnabled,
        })),
      },
    });
  }

  return router;
}

function statusSentence(enabled: boolean, savedEnabled: boolean, configured: boolean): string {
  if (enabled && savedEnabled) return 'Enabled';
  if (enabled) return 'Enabled when you save';
  if (savedEnabled) return 'Disabled when you save';
  return configured ? 'Disabled' : 'Never set up';
}
