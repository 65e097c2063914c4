/** The floor: the least that a page costs with Express, EJS, helmet and a look whether somebody is signed in. */
import { fileURLToPath } from 'node:url';
import express from 'express';
import helmet from 'helmet';

const [port] = process.argv.slice(2);
const sessions = new Map([['somebody', { who: 'admin' }]]);

const app = express();
app
  .set('views', fileURLToPath(new URL('.', import.meta.url)))
  .set('view engine', 'ejs')
  .enable('view cache');
app.use(helmet());
app.use((request, response, next) => {
  const [, id = ''] = /(?:^|; )session=(\w+)/.exec(request.headers.cookie ?? '') ?? [];
  const session = sessions.get(id);
  if (session === undefined) return response.status(403).send('Sign in first.');
  response.locals.who = session.who;
  next();
});
app.get('/', (_request, response) => {
  response.render('trivial', { title: 'Home' });
});
app.listen(Number(port), '127.0.0.1');
