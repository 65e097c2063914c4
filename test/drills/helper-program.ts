import { modules } from '../../src/modules/index.js';
/** The helper, with the one module of the drills. */
import { runHelper } from '../../src/helper-program.js';
import { readerModule } from '../helpers/reader-module.js';

await runHelper(modules, (machine) => [readerModule(machine, 'a')]);
