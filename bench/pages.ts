import { resolve } from 'node:path';
import { temporaryMachine } from '../test/helpers/machine.js';
import { BuiltPanel } from './built-panel.js';
import { endingWell } from './ending.js';
import { median } from './numbers.js';
import type { Row } from './row.js';
import { WebProcess } from './web-process.js';

const ROUNDS = 3;
const trivialPanel = resolve(import.meta.dirname, 'trivial-panel.mjs');

/** A page without the directory, beside the least page that the same libraries can make. */
export async function pages(): Promise<readonly Row[]> {
  return endingWell(async (ending) => {
    const trivial = await WebProcess.start(ending, (port) => [trivialPanel, String(port)]);
    const trivialIdle = await trivial.megabytes();
    const machine = await temporaryMachine(ending);
    const panel = await BuiltPanel.start(ending, machine.layout);
    const idle = await panel.web.megabytes();
    const page = panel.page('/module-state');
    const trivialPage = { path: '/', cookie: 'session=somebody' };

    const rates: { ours: number; floor: number }[] = [];
    const times: { ours: number; floor: number }[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      rates.push({
        floor: await trivial.perSecond(trivialPage, 1500),
        ours: await panel.web.perSecond(page, 1500),
      });
      times.push({
        floor: median(await trivial.each(trivialPage, 200)),
        ours: median(await panel.web.each(page, 200)),
      });
    }
    const warmMegabytes = await panel.web.megabytes();
    await panel.web.perSecond(page, 10_000);

    // The first round warms up.
    const ofRates = (pick: (rate: { ours: number; floor: number }) => number): number =>
      median(rates.slice(1).map(pick));
    const ofTimes = (pick: (time: { ours: number; floor: number }) => number): number =>
      median(times.slice(1).map(pick));
    return [
      {
        what: 'a page without the directory, 10 connections',
        unit: '/s',
        ours: ofRates(({ ours }) => ours),
        floor: { what: 'trivial page', value: ofRates(({ floor }) => floor) },
        goal: { of: 'ratio', atLeast: 0.5 },
      },
      {
        what: 'a page without the directory, p50',
        unit: 'ms',
        ours: ofTimes(({ ours }) => ours),
        floor: { what: 'trivial page', value: ofTimes(({ floor }) => floor) },
      },
      {
        what: 'start to first answer, once built',
        unit: 'ms',
        ours: panel.web.firstAnswer,
        floor: { what: 'trivial panel', value: trivial.firstAnswer },
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
        ours: await panel.web.megabytes(),
        floor: { what: 'before them', value: warmMegabytes },
        goal: { of: 'ratio', atMost: 1.1 },
      },
    ];
  });
}
