import { setTimeout as delay } from 'node:timers/promises';
import { addUser, enabledPanel, userPassword } from '../test/helpers/enabled-panel.js';
import { C2S_OPEN_FILES } from '../src/modules/jabber/open-files.js';
import { Chatters } from './chatters.js';
import { endingWell } from './ending.js';
import { endOf, idleFlood } from './floods.js';
import { openFiles, residentMegabytes } from './memory.js';
import { inParallel } from './numbers.js';
import type { Row } from './row.js';
import { doorOf, signInSeconds } from './visitor.js';
import { Wire } from './wire.js';

const SESSIONS = 10_000;
/** Each has as many sessions as the others. */
const USERS = 250;
const AT_ONCE = 16;
/** Connections a second with which the wall is looked for. */
const RATE = 1500;

/** Ten thousand sessions on one machine, and how many connections there can be. */
export async function manySessions(): Promise<readonly Row[]> {
  return endingWell(async (ending) => {
    const service = await enabledPanel(ending);
    const { daemons } = service.machine;
    const userNames = Array.from({ length: USERS }, (_, index) => `user${index}`);
    await inParallel(USERS, 4, (index) => addUser(service.panel, userNames[index] ?? ''));
    const wires = new Set<Wire>();
    ending.after(() => {
      for (const wire of wires) wire.close();
    });
    const began = performance.now();
    let lost = 0;
    await inParallel(SESSIONS, AT_ONCE, async (index) => {
      const from = `127.0.${10 + Math.floor(index / 250)}.${1 + (index % 250)}`;
      const wire = await Wire.open(doorOf(service, from));
      await wire.authenticate(userNames[index % USERS] ?? '', userPassword);
      await wire.bind(`client${index}`);
      wires.add(wire);
      void wire.ended().then(() => (lost += wires.delete(wire) ? 1 : 0));
    });
    const rate = SESSIONS / ((performance.now() - began) / 1000);
    const chatters = await Chatters.between(doorOf(service, '127.0.6.1'), 'user0', 'user1', userPassword);
    ending.after(() => chatters.leave());
    const signIns: number[] = [];
    const messages: number[] = [];
    for (let index = 0; index < 20; index += 1) {
      signIns.push(await signInSeconds(doorOf(service, '127.0.5.1'), 'user2', userPassword));
      messages.push(await chatters.milliseconds());
    }
    const [c2s, sm] = await Promise.all(
      ['c2s', 'sm'].map(async (name) => residentMegabytes((await daemons.state(name)).pid)),
    );
    await daemons.stop('guard');
    const flooder = await idleFlood(ending, service, RATE, ['127.0.4.1']);
    await delay(((C2S_OPEN_FILES - SESSIONS) / RATE) * 1000 + 5000);
    const held = await openFiles((await daemons.state('c2s')).pid);
    await endOf(flooder);
    const what = `with ${SESSIONS} sessions`;
    return [
      { what: `${what}, those that were lost`, unit: 'people', ours: lost, goal: { of: 'value', atMost: 0 } },
      {
        what: `${what}: the slowest of 20 sign-ins`,
        unit: 's',
        ours: Math.max(...signIns),
        goal: { of: 'value', atMost: 1 },
      },
      {
        what: `${what}: the slowest of 20 messages`,
        unit: 'ms',
        ours: Math.max(...messages),
        goal: { of: 'value', atMost: 50 },
      },
      { what: `sign-ins until there were ${SESSIONS}`, unit: '/s', ours: rate },
      { what: `memory of c2s, ${what}`, unit: 'MB', ours: c2s ?? NaN },
      { what: `memory of sm, ${what}`, unit: 'MB', ours: sm ?? NaN },
      { what: 'files and sockets that c2s has open at most', unit: '', ours: held },
    ];
  });
}
