/** `npm run bench`: what the panel costs, beside floors that are measured in the same run. */
import { cpus, release } from 'node:os';
import { reasonOf } from '../src/errors.js';
import { tableOf, type Row } from './row.js';
import { endAll } from './ending.js';
import { pages } from './pages.js';
import { saves } from './saves.js';
import { signIns } from './sign-ins.js';
import { users } from './users.js';

const benches: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  saves,
  'sign-ins': signIns,
  pages,
  users,
};

const [flag, only] = process.argv.slice(2);
const chosen = Object.entries(benches).filter(
  ([name]) => flag === undefined || (flag === '--only' && name === only),
);
if (chosen.length === 0) {
  process.stderr.write(`usage: npm run bench [-- --only ${Object.keys(benches).join('|')}]\n`);
  process.exit(2);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void endAll().finally(() => process.exit(1)));
}

const rows: Row[] = [];
const began = performance.now();
for (const [name, bench] of chosen) {
  process.stderr.write(`${name} …\n`);
  try {
    rows.push(...(await bench()));
  } catch (error) {
    process.stderr.write(`${name} could not be measured: ${reasonOf(error)}\n`);
    process.exitCode = 1;
  }
}
const date = new Date().toISOString().slice(0, 10);
const seconds = Math.round((performance.now() - began) / 1000);
process.stdout.write(
  `${tableOf(rows)}\n\n${date}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}, Linux ${release()}, Node ${process.version}, in ${seconds} s\n`,
);
process.exit();
