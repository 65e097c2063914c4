/** The helper, with the one module of the drills. */
import { runHelper } from '../../src/helper-program.js';
import { readerModule } from '../helpers/reader-module.js';

await runHelper((machine) => [readerModule(machine, 'a')]);
