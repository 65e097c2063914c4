import { fileURLToPath } from 'node:url';
import { temporaryMachine } from '../test/helpers/machine.js';
import { BuiltPanel } from './built-panel.js';
import { endingWell } from './ending.js';
import { least, median } from './numbers.js';
import type { Row } from './row.js';
import { WebProcess } from './web-process.js';

const ROUNDS = 6;
/** Starts of the panel; the first one also makes the administrator's password. */
const STARTS = 3;
const trivialPanel = fileURLToPath(new URL('trivial-panel.mjs', import.meta.url));

/** Of the panel and of the trivial one. */
interface Pair {
  readonly ours: number;
  readonly floor: number;
}

/** A page without the directory, beside the least page that the same libraries can make. */
export async function pages(): Promise<readonly Row[]> {
  return endingWell(async (ending) => {
    const trivial = await WebProcess.start(ending, (port) => [trivialPanel, String(port)]);
    const trivialIdle = await trivial.megabytes();
    const machine = await temporaryMachine(ending);
    const starts: Pair[] = [];
    for (let round = 0; round < STARTS; round += 1) {
      const one = await WebProcess.start(ending, (port) => [trivialPanel, String(port)]);
      const other = await BuiltPanel.start(ending, machine.layout);
      starts.push({ floor: one.firstAnswer, ours: other.web.firstAnswer });
      await Promise.all([one.stop(), other.web.stop()]);
    }
    const panel = await BuiltPanel.start(ending, machine.layout);
    const idle = panel.idleMegabytes;
    const page = panel.page('/module-state');
    const trivialPage = { path: '/', cookie: 'session=somebody' };

    const rates: Pair[] = [];
    const times: Pair[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.push({
        floor: await trivial.perSecond(trivialPage, 1000),
        ours: await panel.web.perSecond(page, 1000),
      });
      times.push({
        floor: median(await trivial.each(trivialPage, 200)),
        ours: median(await panel.web.each(page, 200)),
      });
    }
    const warmMegabytes = await panel.web.megabytes();
    await panel.web.perSecond(page, 10_000);
    const afterMegabytes = await panel.web.megabytes();

    const most = (pick: (pair: Pair) => number): number => Math.max(...rates.map(pick));
    const fastest = (pick: (pair: Pair) => number): number => least(times.map(pick));
    return [
      {
        what: 'a page without the directory, 10 connections',
        unit: '/s',
        ours: most(({ ours }) => ours),
        floor: { what: 'trivial page', value: most(({ floor }) => floor) },
        goal: { of: 'ratio', atLeast: 0.5 },
      },
      {
        what: 'a page without the directory, p50',
        unit: 'ms',
        ours: fastest(({ ours }) => ours),
        floor: { what: 'trivial page', value: fastest(({ floor }) => floor) },
      },
      {
        what: 'start to first answer, once built',
        unit: 'ms',
        ours: least(starts.map(({ ours }) => ours)),
        floor: { what: 'trivial panel', value: least(starts.map(({ floor }) => floor)) },
        goal: { of: 'value', atMost: 1000 },
      },
      {
        what: 'memory of the panel, idle',
        unit: 'MB',
        ours: idle,
        floor: { what: 'trivial panel', value: trivialIdle },
        goal: { of: 'value', atMost: 90 },
      },
      {
        what: 'memory after 10,000 more requests',
        unit: 'MB',
        ours: afterMegabytes,
        floor: { what: 'before them', value: warmMegabytes },
        goal: { of: 'ratio', atMost: 1.1 },
      },
    ];
  });
}
