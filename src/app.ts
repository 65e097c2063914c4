import express, { type Express } from 'express';
import { KeptForms } from './services/sign-in/kept-forms.js';
import { Cookies } from './web/cookies.js';
import type { Deps } from './web/deps.js';
import { declaredRoutes } from './web/declared-pages.js';
import { FormTokens } from './web/form-token.js';
import { readForm } from './web/middleware/body.js';
import { errorPage, notFound } from './web/middleware/errors.js';
import { securityHeaders } from './web/middleware/headers.js';
import { speakLanguage, speakOwnLanguage } from './web/middleware/language.js';
import { knownHosts } from './web/middleware/host.js';
import { keepLateForm, showLateForm } from './web/middleware/late-form.js';
import { readProof } from './web/middleware/proof.js';
import { sameOrigin } from './web/middleware/same-origin.js';
import { loadSession } from './web/middleware/session.js';
import { mustBeSignedIn } from './web/middleware/signed-in.js';
import { certificateLimits, fileLimits, readUpload } from './web/middleware/upload.js';
import { staticFiles } from './web/middleware/static.js';
import { mustCarryToken } from './web/middleware/token.js';
import { Pages } from './web/pages.js';
import { accountRoutes } from './web/routes/account/index.js';
import { auditLogRoutes } from './web/routes/audit-log.js';
import { certificateRoutes, uploadPaths } from './web/routes/certificates/index.js';
import { consequenceRoutes } from './web/routes/consequences.js';
import { doctorRoutes } from './web/routes/doctor.js';
import { homeRoutes } from './web/routes/home/index.js';
import { logRoutes } from './web/routes/logs.js';
import { manualRoutes } from './web/routes/manual.js';
import { moduleSettingsRoutes } from './web/routes/module-settings/index.js';
import { moduleStateRoutes } from './web/routes/module-state/index.js';
import { saveChangesRoutes } from './web/routes/save-changes/index.js';
import { searchRoutes } from './web/routes/search.js';
import { signInRoutes } from './web/routes/sign-in/index.js';

/** The panel's web application. Everything that it does to the machine it asks `deps` for. */
export function createApp(deps: Deps): Express {
  const { config } = deps;
  const cookies = new Cookies(config.secure);
  const tokens = new FormTokens();
  const lateForms = new KeptForms(deps.clock);
  const pages = new Pages(deps, cookies.zoneName);
  const declared = deps.registry.modules.flatMap((module) => module.pages.declare(deps.frameOf(module.id)));

  const app = express();
  app.disable('x-powered-by').disable('etag').disable('trust proxy');
  app.set('query parser', 'simple').enable('strict routing').enable('case sensitive routing');

  app.use(securityHeaders(config));
  app.use(speakLanguage(deps, cookies));
  app.use(knownHosts(config));
  app.use('/assets', staticFiles(config));

  app.use(loadSession(deps, cookies, tokens));
  app.use(speakOwnLanguage(deps, cookies));
  app.use(sameOrigin(config));
  app.use(keepLateForm(deps, cookies, lateForms, declared));
  app.use(mustBeSignedIn);
  app.use(...readForm);
  app.use(
    readUpload(
      new Map([
        ...uploadPaths(deps, pages).map((path) => [path, certificateLimits] as const),
        ...declared.flatMap(({ path, takesFiles }) =>
          takesFiles === undefined ? [] : [[path, fileLimits(takesFiles)] as const],
        ),
      ]),
    ),
  );
  app.use(mustCarryToken);
  app.use(readProof(deps, cookies));
  app.use(showLateForm(cookies, lateForms));

  app.use(signInRoutes(deps, pages, cookies, tokens));
  app.use(homeRoutes(deps, pages));
  app.use(moduleStateRoutes(deps, pages));
  app.use(declaredRoutes(pages, declared));
  app.use(consequenceRoutes(pages));
  app.use(accountRoutes(deps, pages, cookies));
  app.use(auditLogRoutes(deps, pages));
  app.use(doctorRoutes(deps, pages));
  app.use(logRoutes(deps, pages));
  app.use(manualRoutes(deps, pages));
  app.use(searchRoutes(deps, pages));
  app.use(moduleSettingsRoutes(deps, pages));
  app.use(certificateRoutes(deps, pages));
  app.use(saveChangesRoutes(deps, pages));

  app.use(notFound);
  app.use(errorPage(pages, deps));
  return app;
}
