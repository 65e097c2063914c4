import { tree } from '../src/core/directory.js';
import { Secret } from '../src/core/secret.js';
import { addUser, enabledPanel, userPassword, type EnabledPanel } from '../test/helpers/enabled-panel.js';
import { Crowd } from './crowd.js';
import { endingWell } from './ending.js';
import { residentMegabytes } from './memory.js';
import { inParallel, least, millisecondsOf } from './numbers.js';
import type { Row } from './row.js';
import { Wire, type Door } from './wire.js';
import { portsOf } from '../src/modules/jabber/ports.js';

const USERS = 100;
const AT_ONCE = 16;
const CLIENTS = 100;
const ROUNDS = 3;

/** How many a second sign in through the whole chain, and how soon a hundred are back after a restart. */
export async function signIns(): Promise<readonly Row[]> {
  return endingWell(async (ending) => {
    const service = await enabledPanel(ending);
    await service.save({ ssl: 'optional' });
    const userNames = Array.from({ length: USERS }, (_, index) => `user${index}`);
    await inParallel(USERS, 4, (index) => addUser(service.panel, userNames[index] ?? ''));
    const binds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) binds.push(await bindsPerSecond(service, userNames));
    const bindsAtBest = Math.max(...binds);
    return [
      ...(await perSecond(service, userNames, bindsAtBest)),
      ...(await afterRestarts(service, userNames, bindsAtBest)),
    ];
  });
}

/** Sixteen at once over STARTTLS, every one on a connection of its own. */
async function perSecond(
  service: EnabledPanel,
  userNames: readonly string[],
  binds: number,
): Promise<readonly Row[]> {
  const { machine, panel } = service;
  const rate = async (use: (wire: Wire, index: number) => Promise<void>): Promise<number> => {
    const milliseconds = await millisecondsOf(() =>
      inParallel(USERS, AT_ONCE, async (index) => {
        const wire = await Wire.open(doorOf(service, index));
        await use(wire, index);
        wire.close();
      }),
    );
    return (USERS / milliseconds) * 1000;
  };
  const signIn = (): Promise<number> =>
    rate((wire, index) => wire.authenticate(userNames[index] ?? '', userPassword));

  const encrypted: number[] = [];
  const cold: number[] = [];
  const warm: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    encrypted.push(await rate(() => Promise.resolve()));
    await panel.save.restart('sign-in');
    cold.push(await signIn());
    warm.push(await signIn());
  }
  const { pid } = await machine.daemons.state('sign-in');
  return [
    {
      what: 'sign-ins, passwords not yet remembered',
      unit: '/s',
      ours: Math.max(...cold),
      floor: { what: 'binds in slapd, one at a time', value: binds },
    },
    {
      what: 'sign-ins, passwords remembered',
      unit: '/s',
      ours: Math.max(...warm),
      floor: { what: 'TLS without signing in', value: Math.max(...encrypted) },
    },
    {
      what: 'memory of the sign-in service',
      unit: 'MB',
      ours: await residentMegabytes(pid),
      goal: { of: 'value', atMost: 70 },
    },
  ];
}

/** What the hash of a password costs by itself: c2s asks about one at a time. */
async function bindsPerSecond({ machine }: EnabledPanel, userNames: readonly string[]): Promise<number> {
  const password = new Secret(userPassword);
  const milliseconds = await millisecondsOf(async () => {
    for (const value of userNames) {
      const isRight = await machine.directory.proves([{ type: 'uid', value }, ...tree.users], password);
      if (!isRight) throw new Error(`${value} cannot bind`);
    }
  });
  return (userNames.length / milliseconds) * 1000;
}

/** A hundred eager clients after a restart of c2s. */
async function afterRestarts(
  service: EnabledPanel,
  userNames: readonly string[],
  binds: number,
): Promise<readonly Row[]> {
  const { machine, panel } = service;
  const crowd = new Crowd({
    port: portsOf(machine.layout).client,
    domain: 'chat.lan',
    userNames,
    password: userPassword,
    size: CLIENTS,
  });
  const secondsBack = async (): Promise<number> => {
    await crowd.complete();
    await panel.save.restart('c2s');
    const ready = performance.now();
    return Math.max(0, (await crowd.complete()) - ready) / 1000;
  };
  try {
    const warm: number[] = [];
    const cold: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      warm.push(await secondsBack());
      await panel.save.restart('sign-in');
      cold.push(await secondsBack());
    }
    const what = `the last of ${CLIENTS} is back after a restart of c2s`;
    const goal = { of: 'value', atMost: 3 } as const;
    return [
      { what: `${what}, passwords remembered`, unit: 's', ours: least(warm), goal },
      {
        what: `${what}, not remembered`,
        unit: 's',
        ours: least(cold),
        floor: { what: `${CLIENTS} binds, one at a time`, value: CLIENTS / binds },
        goal,
      },
    ];
  } finally {
    await crowd.leave();
  }
}

function doorOf({ machine }: EnabledPanel, index: number): Door {
  return { port: portsOf(machine.layout).client, domain: 'chat.lan', from: `127.0.2.${1 + index}` };
}
