/** `npm run bench`: what the panel costs, beside floors that are measured in the same run. */
import { cpus, release } from 'node:os';
import { reasonOf } from '../src/errors.js';
import { tableOf, type Row } from './row.js';
import { broadcast } from './broadcast.js';
import { connected } from './connected.js';
import { floodedSaves } from './flooded-saves.js';
import { attacks } from './floods.js';
import { imports } from './imports.js';
import { manySessions } from './many-sessions.js';
import { pages } from './pages.js';
import { room } from './room.js';
import { saves, savesWithDns } from './saves.js';
import { signIns } from './sign-ins.js';
import { users } from './users.js';

const benches: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  saves,
  'saves-with-dns': savesWithDns,
  'sign-ins': signIns,
  pages,
  users,
  imports,
  attacks,
  'flooded-saves': floodedSaves,
  'many-sessions': manySessions,
  room,
  broadcast,
  connected,
};

const [flag, only] = process.argv.slice(2);
const chosen = Object.entries(benches).filter(
  ([name]) => flag === undefined || (flag === '--only' && name === only),
);
if (chosen.length === 0) {
  process.stderr.write(`usage: npm run bench [-- --only ${Object.keys(benches).join('|')}]\n`);
  process.exit(2);
}

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Daemons outlive us: the part that is under way must come to its own end.
  process.once(signal, () => {
    interruption.abort();
    process.stderr.write(
      'ending after this part; a second time ends at once and leaves its daemons running\n',
    );
  });
}

const rows: Row[] = [];
const began = performance.now();
for (const [name, bench] of chosen) {
  if (interruption.signal.aborted) break;
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
