import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import express from 'express';
import type { Catalogue } from '../../src/core/words/reader.js';
import { Reader } from '../../src/core/words/reader.js';
import { readStylesheet } from '../../src/system/stylesheet.js';
import { securityHeaders } from '../../src/web/middleware/headers.js';
import { staticFiles } from '../../src/web/middleware/static.js';
import { createViews } from '../../src/web/views.js';
import type { CleanUp } from '../helpers/clean-up.js';
import { examples, frame, menu } from './examples.js';

const folder = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** Shows the page of components, with the panel's own layout, style, scripts and policy, on a free loopback port. */
export async function serveComponents(context: CleanUp, catalogue: Catalogue): Promise<string> {
  const app = express();
  const render = createViews(folder('views'));
  const reader = new Reader({ catalogue });
  app.use(securityHeaders({ secure: false, trusted: false }));
  app.use(
    '/assets',
    staticFiles({ public: folder('public'), stylesheet: readStylesheet(folder('public/style')) }),
  );
  app.get('/', async (_request, response) => {
    const body = await render('../test/components/page', examples, reader);
    const signedIn = { ...frame.signedIn, menu: await render('partials/menu', menu, reader) };
    response.type('html').send(await render('layout', { ...frame, signedIn, body }, reader));
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the page of components has no port');
  return `http://127.0.0.1:${address.port}`;
}
