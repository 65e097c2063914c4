import { once } from 'node:events';
import { englishCatalogue } from '../src/core/words/reader.js';
import { endingWell } from '../bench/ending.js';
import { serveComponents } from '../test/components/serve.js';

/** Shows every component of the pages together, until Ctrl-C: `npm run components`. */
await endingWell(async (ending) => {
  console.log(await serveComponents(ending, englishCatalogue));
  await once(process, 'SIGINT');
});
