import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { addUser, enabledPanel, userPassword, type EnabledPanel } from '../test/helpers/enabled-panel.js';
import { Chatters } from './chatters.js';
import { endingWell, type Ending } from './ending.js';
import type { Row } from './row.js';
import { doorOf, signInSeconds } from './visitor.js';
import { portsOf } from '../src/modules/jabber/ports.js';

/** Connections a second: a tenth of them fills c2s where nobody ends them. */
export const RATE = 300;
/** Seconds after which a flood is at its full height: the guard ends who waits for 30. */
export const RISING = 35;
/** Sign-ins that are measured of a flood. */
const TRIES = 20;

/** A flood, and from where the honest user comes meanwhile. */
interface Flood {
  readonly what: string;
  readonly addresses: readonly string[];
  readonly honest: string;
  /** Seconds that a sign-in may take, as the goal says. */
  readonly goal: number;
}

/** Where a flood from many comes from. */
export const fifty = Array.from({ length: 50 }, (_, index) => `127.0.4.${1 + index}`);
const floods: readonly Flood[] = [
  { what: 'from one address', addresses: ['127.0.4.1'], honest: '127.0.5.1', goal: 0.5 },
  { what: 'from fifty addresses', addresses: fifty, honest: '127.0.5.1', goal: 0.5 },
  { what: 'from the user’s own address', addresses: ['127.0.5.1'], honest: '127.0.5.1', goal: 2 },
];

/** What strangers who connect and do not sign in, and somebody who sends without end, do to those who chat. */
export async function attacks(): Promise<readonly Row[]> {
  return endingWell(async (ending) => {
    const service = await enabledPanel(ending);
    for (const name of ['alice', 'bob', 'carol', 'mallory']) await addUser(service.panel, name);
    const chatters = await Chatters.between(doorOf(service, '127.0.6.1'), 'alice', 'bob', userPassword);
    ending.after(() => chatters.leave());
    const rows: Row[] = [...(await honest(service, chatters, 'no flood', '127.0.5.1', 0.5))];
    for (const { what, addresses, honest: from, goal } of floods) {
      const flooder = await idleFlood(ending, service, RATE, addresses);
      await delay(RISING * 1000);
      rows.push(
        ...(await honest(service, chatters, `${RATE} idle connections a second ${what}`, from, goal)),
      );
      await endOf(flooder);
    }
    const port = String(portsOf(service.machine.layout).client);
    const flooder = await flood(ending, ['chat', port, 'chat.lan', 'mallory'], userPassword);
    rows.push(
      ...(await honest(service, chatters, 'somebody signed in who sends without end', '127.0.5.1', 0.5)),
    );
    await endOf(flooder);
    return rows;
  });
}

/** The slowest of some sign-ins, and how long a message takes meanwhile. */
async function honest(
  service: EnabledPanel,
  chatters: Chatters,
  what: string,
  from: string,
  goal: number,
): Promise<readonly Row[]> {
  const signIns: number[] = [];
  const messages: number[] = [];
  for (let index = 0; index < TRIES; index += 1) {
    signIns.push(await signInSeconds(doorOf(service, from), 'carol', userPassword));
    for (let count = 0; count < 5; count += 1) messages.push(await chatters.milliseconds());
  }
  messages.sort((one, other) => one - other);
  return [
    {
      what: `${what}: the slowest of ${TRIES} sign-ins`,
      unit: 's',
      ours: Math.max(...signIns),
      goal: { of: 'value', atMost: goal },
    },
    {
      what: `${what}: a message, p95`,
      unit: 'ms',
      ours: messages[Math.floor(messages.length * 0.95)] ?? NaN,
      goal: { of: 'value', atMost: 50 },
    },
    { what: `${what}: the slowest message of ${messages.length}`, unit: 'ms', ours: Math.max(...messages) },
  ];
}

/** Begins to connect so many times a second, and not to sign in. */
export function idleFlood(
  ending: Ending,
  { machine }: EnabledPanel,
  rate: number,
  addresses: readonly string[],
): Promise<ChildProcess> {
  return flood(ending, ['idle', String(portsOf(machine.layout).client), String(rate), ...addresses]);
}

export async function flood(ending: Ending, words: readonly string[], input = ''): Promise<ChildProcess> {
  const program = fileURLToPath(new URL('flooder.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), program, ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  ending.after(() => endOf(child));
  child.stdin.end(input);
  await once(child.stdout, 'data');
  return child;
}

/** Ends a flood. */
export async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}
