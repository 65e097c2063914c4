import { setTimeout as delay } from 'node:timers/promises';
import { choiceOf } from '../src/core/draft.js';
import type { Daemon } from '../src/core/module/index.js';
import type { EnabledPanel } from '../test/helpers/enabled-panel.js';
import { millisecondsOf } from './numbers.js';

/** Milliseconds between two questions whether a daemon answers. */
const ASK_EVERY = 10;

/** The daemons of Debian's init script, in the order of starting. */
const DEBIANS = ['router', 'sm', 'c2s', 's2s', 'muc'];

/** The process ids of all daemons, 0 for one that is down. */
export type Pids = ReadonlyMap<string, number>;

/** What stopping and starting daemons costs by itself, without a panel around it. */
export class Bare {
  readonly #service: EnabledPanel;

  constructor(service: EnabledPanel) {
    this.#service = service;
  }

  async pids(): Promise<Pids> {
    const { daemons } = this.#service.machine;
    const names = this.#daemons().map(({ name }) => name);
    const states = await Promise.all(names.map(async (name) => (await daemons.state(name)).pid));
    return new Map(names.map((name, index) => [name, states[index] ?? 0]));
  }

  /**
   * Does again what changed between two looks: stops side by side what was running, starts in order what runs now, each
   * until it answers. Returns the seconds.
   */
  async again(before: Pids, after: Pids): Promise<number> {
    const { daemons } = this.#service.machine;
    const touched = this.#daemons().filter(({ name }) => before.get(name) !== after.get(name));
    const ran = touched.filter(({ name }) => before.get(name) !== 0);
    const runs = touched.filter(({ name }) => after.get(name) !== 0);
    await Promise.all(ran.filter((one) => !runs.includes(one)).map((one) => this.#start(one)));
    await Promise.all(runs.filter((one) => !ran.includes(one)).map(({ name }) => daemons.stop(name)));
    const milliseconds = await millisecondsOf(async () => {
      await Promise.all(ran.map(({ name }) => daemons.stop(name)));
      for (const one of runs) await this.#start(one);
    });
    return milliseconds / 1000;
  }

  /** As eBox did at every save: all one after another, a second's pause, all again. Returns the seconds. */
  async debiansWay(): Promise<number> {
    const { daemons } = this.#service.machine;
    const all = this.#daemons().filter(({ name }) => DEBIANS.includes(name));
    const milliseconds = await millisecondsOf(async () => {
      for (const { name } of [...all].reverse()) await daemons.stop(name);
      await delay(1000);
      for (const one of all) await this.#start(one);
    });
    return milliseconds / 1000;
  }

  async #start(daemon: Daemon): Promise<void> {
    const { machine, panel } = this.#service;
    const { settings } = choiceOf(panel.keeper.state().saved, 'jabber');
    await machine.daemons.start(daemon.name);
    for (;;) {
      try {
        await daemon.answers(machine, settings);
        return;
      } catch {
        await delay(ASK_EVERY);
      }
    }
  }

  #daemons(): readonly Daemon[] {
    return this.#service.panel.registry.get('jabber').daemons;
  }
}
