import { setTimeout as delay } from 'node:timers/promises';
import { disconnectPanel } from '../src/modules/jabber/index.js';
import { addUser, enabledPanel, userPassword, type EnabledPanel } from '../test/helpers/enabled-panel.js';
import { BuiltPanel } from './built-panel.js';
import { endingWell, type Ending } from './ending.js';
import { inParallel, least, median } from './numbers.js';
import type { Row } from './row.js';
import { doorOf } from './visitor.js';
import { Wire } from './wire.js';

const SESSIONS = 1000;
/** Each has as many sessions as the others. */
const USERS = 250;
const REQUESTS = 100;
/** The page looks every four seconds: as often as in four hours, one behind the other. */
const LOOKS = 3600;
/** Garbage comes and goes, so what counts is the least of what was used within an hour. */
const HOUR = 900;
/** Milliseconds in which the panel has looked who is connected. */
const FIRST_LOOK = 5000;
/** After so many looks some clients leave and come back, under another name of their device. */
const CHANGE_EVERY = 30;
const CHANGED = 10;

/** The page of who is connected, and what hours of it cost. */
export async function connected(): Promise<readonly Row[]> {
  return endingWell(async (ending) => {
    const service = await enabledPanel(ending);
    await inParallel(USERS, 4, (index) => addUser(service.panel, `user${index}`));
    const clients = new Clients(ending, service);
    await inParallel(SESSIONS, 8, () => clients.come());
    await disconnectPanel(service.machine);
    const { web, page } = await opened(ending, service);
    await delay(FIRST_LOOK);
    await web.each({ ...page, path: '/users' }, 1);
    const [first = NaN] = await web.each(page, 1);
    const times = await web.each(page, REQUESTS);
    const looks: number[] = [];
    const megabytes: number[] = [];
    for (let look = 0; look < LOOKS; look += CHANGE_EVERY) {
      looks.push(...(await web.each(page, CHANGE_EVERY)));
      megabytes.push(await web.megabytes());
      await inParallel(CHANGED, CHANGED, () => clients.comeAnew());
    }
    const inAnHour = HOUR / CHANGE_EVERY;
    const goal = { of: 'value', atMost: 20 } as const;
    const what = `Who is connected, ${SESSIONS} sessions`;
    return [
      { what: `${what}: the first view`, unit: 'ms', ours: first, goal },
      { what: `${what}: a view, p50`, unit: 'ms', ours: median(times), goal },
      { what: `${what}: a look while clients come and go, p50`, unit: 'ms', ours: median(looks), goal },
      {
        what: `memory, ${LOOKS} looks, ${(LOOKS / CHANGE_EVERY) * CHANGED} new sessions: the least of the last ${HOUR}`,
        unit: 'MB',
        ours: least(megabytes.slice(-inAnHour)),
        floor: { what: 'of the first', value: least(megabytes.slice(0, inAnHour)) },
        goal: { of: 'ratio', atMost: 1.1 },
      },
      { what: `memory, ${LOOKS} looks: the most`, unit: 'MB', ours: Math.max(...megabytes) },
    ];
  });
}

/** Without it V8 lets garbage gather for hours, and nobody sees what is kept. */
const TIDY = '--max-old-space-size=44';

/** The panel as it is installed, and its page. */
async function opened(ending: Ending, { machine }: EnabledPanel) {
  const panel = await BuiltPanel.start(ending, machine.layout, [TIDY]);
  return { web: panel.web, page: panel.page('/connected?again=1') };
}

/** Clients of all users, each from an address with few others. */
class Clients {
  readonly #service: EnabledPanel;
  readonly #wires: Wire[] = [];
  #made = 0;

  constructor(ending: Ending, service: EnabledPanel) {
    this.#service = service;
    ending.after(() => {
      for (const wire of this.#wires) wire.close();
    });
  }

  async come(): Promise<void> {
    const index = this.#made;
    this.#made += 1;
    const from = `127.0.${10 + (index % 5)}.${1 + (index % 250)}`;
    const wire = await Wire.open(doorOf(this.#service, from));
    this.#wires.push(wire);
    await wire.authenticate(`user${index % USERS}`, userPassword);
    await wire.bind(`client${index}`);
  }

  /**
   * The one that is there for longest leaves, and another one comes. c2s may take one that comes in the same instant for the
   * one that left (test/helpers/xmpp-client.ts): clients try again.
   */
  async comeAnew(): Promise<void> {
    this.#wires.shift()?.close();
    for (let tries = 0; tries < 5; tries += 1) {
      try {
        await this.come();
        return;
      } catch {
        // The next try is another connection.
      }
    }
    throw new Error('no client could come back');
  }
}
