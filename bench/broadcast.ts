import { addUser, enabledPanel, userPassword } from '../test/helpers/enabled-panel.js';
import { announcementsOf } from '../src/modules/jabber/announcements/announcements.js';
import { endingWell } from './ending.js';
import { inParallel, millisecondsOf } from './numbers.js';
import type { Row } from './row.js';
import { doorOf } from './visitor.js';
import { Wire } from './wire.js';

const CLIENTS = 1000;
/** Each has as many clients as the others. */
const USERS = 250;
const ROUNDS = 5;

/** An announcement to a thousand clients: until the last one has it, and until the panel has counted each user. */
export async function broadcast(): Promise<readonly Row[]> {
  return endingWell(async (ending) => {
    const service = await enabledPanel(ending);
    const announcements = announcementsOf(service.machine);
    await inParallel(USERS, 4, (index) => addUser(service.panel, `user${index}`));
    const wires: Wire[] = [];
    ending.after(() => {
      for (const wire of wires) wire.close();
    });
    await inParallel(CLIENTS, 8, async (index) => {
      const from = `127.0.${10 + Math.floor(index / 250)}.${1 + (index % 250)}`;
      const wire = await Wire.open(doorOf(service, from));
      wires.push(wire);
      await wire.authenticate(`user${index % USERS}`, userPassword);
      await wire.bind(`client${index}`);
    });
    const times: number[] = [];
    let uncounted = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const text = `to everybody ${round}.`;
      const heard = Promise.all(wires.map((wire) => wire.hears(text)));
      times.push(
        await millisecondsOf(async () => {
          const sent = await announcements.sendNow('chat.lan', { text, author: 'bench' });
          uncounted = Math.max(uncounted, USERS - announcements.tallyOf(sent).reached);
          await heard;
        }),
      );
    }
    const what = `an announcement to ${CLIENTS} clients of ${USERS} users`;
    return [
      {
        what: `${what}, each heard and counted: the slowest of ${ROUNDS}`,
        unit: 's',
        ours: Math.max(...times) / 1000,
        goal: { of: 'value', atMost: 2 },
      },
      {
        what: `${what}: users not counted`,
        unit: 'people',
        ours: uncounted,
        goal: { of: 'value', atMost: 0 },
      },
    ];
  });
}
