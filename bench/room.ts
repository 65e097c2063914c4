import { setTimeout as delay } from 'node:timers/promises';
import { addUser, enabledPanel, userPassword, type EnabledPanel } from '../test/helpers/enabled-panel.js';
import { Chatters } from './chatters.js';
import { endingWell, type Ending } from './ending.js';
import { residentMegabytes } from './memory.js';
import { inParallel, millisecondsOf } from './numbers.js';
import type { Row } from './row.js';
import { doorOf } from './visitor.js';
import { Wire } from './wire.js';

const PEOPLE = 500;
/** People who come into the room in a second, and how many of them may still wait to get in: who lets in slowly is spared. */
const RATE = 20;
const WAITING = 20;
/** Messages in the room before most people come, as many as mu-conference tells each of them. */
const HISTORY = 40;
/** Messages to all that are measured. */
const MESSAGES = 10;
/** Milliseconds between two rounds of the panel's tending, as in the panel that runs. */
const TENDS = 2000;
const ROOM = 'assembly@conference.chat.lan';

/** Five hundred users in one chat room: everybody gets in, and a message reaches all. */
export async function room(): Promise<readonly Row[]> {
  return endingWell(async (ending) => {
    const service = await enabledPanel(ending);
    const { daemons } = service.machine;
    const saved = await service.save({ muc: true });
    if (saved.outcome !== 'done') throw new Error('the rooms do not start');
    const people = await signedIn(ending, service);
    const lost = new Set<Wire>();
    for (const wire of people) void wire.ended().then(() => lost.add(wire));
    const [founder, ...others] = people;
    if (founder === undefined) throw new Error('nobody is there');
    await found(ending, service, founder);

    const outside = await Outsiders.begin(ending, service);
    const joins = await enterAll(others);
    const meanwhile = await outside.slowest();
    const heard: number[] = [];
    for (let index = 0; index < MESSAGES; index += 1)
      heard.push(await millisecondsOf(() => tellAll(people, index)));
    const [muc, c2s] = await Promise.all(
      ['muc', 'c2s'].map(async (name) => residentMegabytes((await daemons.state(name)).pid)),
    );
    const what = `${PEOPLE} people in a room`;
    return [
      {
        what: `${what}: those who are in`,
        unit: 'people',
        ours: people.length - lost.size,
        goal: { of: 'value', atLeast: PEOPLE },
      },
      { what: `${what}: coming in, ${RATE} a second at most`, unit: '/s', ours: joins.rate },
      { what: `${what}: the slowest to come in`, unit: 's', ours: joins.slowest / 1000 },
      {
        what: `meanwhile, between two who are not in it: the slowest message`,
        unit: 'ms',
        ours: meanwhile,
      },
      { what: `${what}: a message until the last one has it, least`, unit: 'ms', ours: Math.min(...heard) },
      { what: `${what}: the slowest of ${MESSAGES} messages`, unit: 'ms', ours: Math.max(...heard) },
      { what: `memory of mu-conference, ${what}`, unit: 'MB', ours: muc ?? NaN },
      { what: `memory of c2s, ${what}`, unit: 'MB', ours: c2s ?? NaN },
    ];
  });
}

/** Every one a user with an address of its own. */
async function signedIn(ending: Ending, service: EnabledPanel): Promise<readonly Wire[]> {
  const people: Wire[] = [];
  ending.after(() => {
    for (const wire of people) wire.close();
  });
  await inParallel(PEOPLE, 4, (index) => addUser(service.panel, `user${index}`));
  await inParallel(PEOPLE, 8, async (index) => {
    const wire = await Wire.open(
      doorOf(service, `127.0.${10 + Math.floor(index / 250)}.${1 + (index % 250)}`),
    );
    people.push(wire);
    await wire.authenticate(`user${index}`, userPassword);
    await wire.bind('client');
  });
  return people;
}

/** Makes the room, says as much in it as newcomers are told, and waits until the panel has widened it. */
async function found(ending: Ending, { panel }: EnabledPanel, founder: Wire): Promise<void> {
  await founder.enter(ROOM, 'founder');
  const form = "<x xmlns='jabber:x:data' type='submit'/>";
  await founder.set(ROOM, 'unlock', `<query xmlns='http://jabber.org/protocol/muc#owner'>${form}</query>`);
  for (let index = 0; index < HISTORY; index += 1) {
    founder.sayToRoom(ROOM, `before all others ${index}.`);
    await founder.hears(`before all others ${index}.`);
  }
  await panel.tending.look();
  const tending = setInterval(() => void panel.tending.look(), TENDS);
  ending.after(() => clearInterval(tending));
}

/** Milliseconds of the slowest, and how many came in a second. */
async function enterAll(
  people: readonly Wire[],
): Promise<{ readonly slowest: number; readonly rate: number }> {
  const began = performance.now();
  let slowest = 0;
  await inParallel(people.length, WAITING, async (index) => {
    await delay(Math.max(0, began + (index * 1000) / RATE - performance.now()));
    const took = await millisecondsOf(async () => people[index]?.enter(ROOM, `guest${index}`));
    slowest = Math.max(slowest, took);
  });
  return { slowest, rate: people.length / ((performance.now() - began) / 1000) };
}

async function tellAll(people: readonly Wire[], index: number): Promise<void> {
  const text = `to everybody ${index}.`;
  const heard = people.map((wire) => wire.hears(text));
  people[index]?.sayToRoom(ROOM, text);
  await Promise.all(heard);
}

/** Two who chat and have nothing to do with the room. */
class Outsiders {
  readonly #chatters: Chatters;
  readonly #messages: Promise<number>;
  #isOver = false;

  private constructor(chatters: Chatters) {
    this.#chatters = chatters;
    this.#messages = this.#chat();
    // Told to who asks how slow they were; when the room fails before that, nobody does.
    this.#messages.catch(() => undefined);
  }

  static async begin(ending: Ending, service: EnabledPanel): Promise<Outsiders> {
    for (const name of ['alice', 'bob']) await addUser(service.panel, name);
    const chatters = await Chatters.between(doorOf(service, '127.0.6.1'), 'alice', 'bob', userPassword);
    ending.after(() => chatters.leave());
    return new Outsiders(chatters);
  }

  /** Ends it. Returns the milliseconds of the slowest message. */
  slowest(): Promise<number> {
    this.#isOver = true;
    return this.#messages;
  }

  async #chat(): Promise<number> {
    let slowest = 0;
    while (!this.#isOver) {
      slowest = Math.max(slowest, await this.#chatters.milliseconds());
      await delay(50);
    }
    return slowest;
  }
}
