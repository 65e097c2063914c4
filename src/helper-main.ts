import { reasonOf } from './errors.js';
import { runHelper } from './helper-program.js';
import { modules } from './modules/index.js';

runHelper(modules).catch((error: unknown) => {
  process.stderr.write(`The panel's helper cannot go on: ${reasonOf(error)}\n`);
  process.exit(1);
});
